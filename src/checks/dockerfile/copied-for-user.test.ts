import { expect, it } from 'vitest';
import { linesOf } from '../../../test/kit/rules.ts';
import check from './copied-for-user.ts';

it('objects to a COPY and an ADD below USER that leave the owner open', () => {
  expect(linesOf(check, 'FROM a\nCOPY a /a\nUSER app\nCOPY b /b\nADD c /c\nCOPY --chown=app d /d\n')).toEqual([4, 5]);
});

it('holds on in a stage that goes on from it, and ends with root', () => {
  expect(
    linesOf(check, 'FROM a AS b\nUSER app\nFROM b\nCOPY a /a\nUSER root\nCOPY b /b\nUSER 0:0\nCOPY c /c\n'),
  ).toEqual([4]);
});

it('says nothing of a user that a variable names', () => {
  expect(linesOf(check, 'FROM a\nUSER $UID\nCOPY a /a\n')).toEqual([]);
});
