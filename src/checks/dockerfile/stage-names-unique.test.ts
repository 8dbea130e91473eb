import { expect, it } from 'vitest';
import { linesOf, lookedAt } from '../../../test/kit/rules.ts';
import check from './stage-names-unique.ts';

it('objects to every later stage of a name, whatever its case', () => {
  expect(linesOf(check, 'FROM a AS x\nFROM a AS X\nFROM a AS y\nFROM a AS x\n')).toEqual([2, 4]);
});

it('knows nothing of stages without a name', () => {
  expect(linesOf(check, 'FROM a\nFROM a\n')).toEqual([]);
});

it('looks at stages that have a name', () => {
  expect(lookedAt(check, 'FROM a\nFROM b AS c\n')).toEqual([2]);
});
