import { expect, it } from 'vitest';
import { linesOf, lookedAt, mended } from '../../../test/kit/rules.ts';
import check from './stage-names-lower-case.ts';

it('objects to a capital in the name of a stage', () => {
  expect(linesOf(check, 'FROM scratch AS Build\nFROM scratch AS ok\nFROM Build AS LAST\n')).toEqual([1, 3]);
});

it('looks at no FROM that names nothing, nor at one that is broken', () => {
  expect(linesOf(check, 'FROM Node\nFROM a B\n')).toEqual([]);
});

it('looks at what names a stage', () => {
  expect(lookedAt(check, 'FROM a\nFROM scratch AS b\n')).toEqual([2]);
  expect(linesOf(check, 'FROM a AS B C\n')).toEqual([]);
});

it('writes the name in lower case', () => {
  expect(mended(check, 'FROM scratch AS  Build \nRUN b\n')).toBe('FROM scratch AS  build \nRUN b\n');
});
