import { expect, it } from 'vitest';
import { linesOf, lookedAt, mended } from '../../../test/kit/rules.ts';
import check from './as-cased-like-from.ts';

it('objects to `as` behind FROM, `AS` behind from, and a mixed one behind either', () => {
  expect(linesOf(check, 'FROM a as x\nfrom a AS y\nFROM a As z\nFROM a AS ok\nfrom a as good\n')).toEqual([1, 2, 3]);
});

it('leaves a FROM of mixed case alone', () => {
  expect(linesOf(check, 'From a as x\n')).toEqual([]);
});

it('mends the word only', () => {
  expect(mended(check, '# FROM x as y\nFROM a   as   as\nfrom b AS c # no\n')).toBe(
    '# FROM x as y\nFROM a   AS   as\nfrom b as c # no\n',
  );
});

it('looks at what names a stage, and not at what is broken', () => {
  expect(lookedAt(check, 'FROM a\nFROM b AS c\n')).toEqual([2]);
  expect(lookedAt(check, 'FROM a as\n')).toEqual([]);
});
