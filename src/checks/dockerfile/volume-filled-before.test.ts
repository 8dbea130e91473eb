import { expect, it } from 'vitest';
import { judged } from '../../../test/kit/index.ts';
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

it.each([
  ['a program without options', 'VOLUME /data\nRUN touch /data/b'],
  ['several volumes in one line', 'VOLUME /data /more\nRUN touch /data/b'],
  ['a volume that is named from the working directory', 'WORKDIR /srv\nVOLUME db\nCOPY a db/'],
])('objects to %s', (_, lines) => {
  expect(linesOf(check, `FROM a\n${lines}\n`)).toEqual([lines.split('\n').length + 1]);
});

it.each([
  ['what is taken out of the volume’s folder of another stage', 'VOLUME /data\nCOPY --from=b /data/a /b'],
  ['a program that lies in the volume', 'VOLUME /data\nRUN /data/mkdir /b'],
  ['what is read there', 'VOLUME /data\nCMD ["touch", "/data/x"]'],
  ['a path that a variable ends', 'VOLUME /data\nCOPY a /data/$WHERE'],
  ['a folder that is not the volume, in the folder above it', 'VOLUME /data\nCOPY a b'],
  ['a volume that holds everything', 'VOLUME /\nCOPY a /b'],
])('says nothing of %s', (_, lines) => {
  expect(linesOf(check, `FROM a\n${lines}\n`)).toEqual([]);
});

it('names the first of several paths', () => {
  expect(judged(check, 'FROM a\nVOLUME /data\nRUN touch /x /data/b /data/c\n')).toMatchObject({
    findings: [{ message: expect.stringContaining('`/data/b`') as string }],
  });
});

it('looks at 200 volumes of a stage, in however many lines', () => {
  const volumes = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, index) => `/v${from + index}`).join(' ');
  const copies = 'COPY a /v1/\nCOPY a /v200/\nCOPY a /v201/\n';
  expect(linesOf(check, `FROM a\nVOLUME ${volumes(1, 210)}\n${copies}`)).toEqual([3, 4]);
  expect(linesOf(check, `FROM a\nVOLUME ${volumes(1, 150)}\nVOLUME ${volumes(151, 210)}\n${copies}`)).toEqual([4, 5]);
});
