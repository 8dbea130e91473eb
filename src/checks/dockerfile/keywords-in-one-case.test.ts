import { expect, it } from 'vitest';
import { linesOf, mended } from '../../../test/kit/rules.ts';
import check from './keywords-in-one-case.ts';

it('objects to the few that are cased otherwise', () => {
  expect(linesOf(check, 'from a\nCOPY a b\ncopy a b\n')).toEqual([2]);
  expect(linesOf(check, 'FROM a\ncopy a b\nCOPY a b\n')).toEqual([2]);
});

it('takes upper case where both are as many', () => {
  expect(linesOf(check, 'FROM a\nrun b\n')).toEqual([2]);
});

it('counts a keyword of mixed case for neither', () => {
  expect(linesOf(check, 'From a\nfrom b\n')).toEqual([1]);
});

it('takes no notice of ARGs before the first FROM', () => {
  expect(linesOf(check, 'arg a\narg b\nFROM a\n')).toEqual([]);
});

it('mends the keyword and nothing else', () => {
  expect(mended(check, '# from\n  from a\nRUN run\nRUN x\n')).toBe('# from\n  FROM a\nRUN run\nRUN x\n');
});
