import { expect, it } from 'vitest';
import { linesOf } from '../../../test/kit/rules.ts';
import check from './volume-filled-before.ts';

it('objects to what is written below a volume that is declared above', () => {
  expect(
    linesOf(
      check,
      'FROM a\nVOLUME /data\nCOPY a /data/a\nRUN mkdir -p /data/b\nRUN echo 1 > /data/c\nRUN chown -R 1 /data\n',
    ),
  ).toEqual([3, 4, 5, 6]);
});

it('knows the working directory, and stages that go on', () => {
  expect(linesOf(check, 'FROM a AS b\nWORKDIR /srv\nVOLUME ["/srv/db"]\nFROM b\nCOPY a db/\n')).toEqual([5]);
});

it('says nothing of other folders, of variables, and of what is written before', () => {
  expect(
    linesOf(
      check,
      'FROM a\nRUN mkdir /data\nVOLUME /data $OTHER\nRUN mkdir /database && cat /data/x && echo > $OTHER/y\nCOPY a /b\n',
    ),
  ).toEqual([]);
});
