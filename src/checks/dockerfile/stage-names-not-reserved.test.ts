import { expect, it } from 'vitest';
import { linesOf, lookedAt } from '../../../test/kit/rules.ts';
import check from './stage-names-not-reserved.ts';

it('objects to both words, whatever their case', () => {
  expect(linesOf(check, 'FROM a AS scratch\nFROM a AS Context\n')).toEqual([1, 2]);
});

it('does not mind them as a base', () => {
  expect(linesOf(check, 'FROM scratch\nFROM scratch AS scratchpad\n')).toEqual([]);
});

it('looks at stages that have a name', () => {
  expect(lookedAt(check, 'FROM a\nFROM b AS c\n')).toEqual([2]);
});
