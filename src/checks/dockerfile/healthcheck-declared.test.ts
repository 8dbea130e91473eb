import { expect, it } from 'vitest';
import { linesOf } from '../../../test/kit/rules.ts';
import check from './healthcheck-declared.ts';

it('objects to a stage without one', () => {
  expect(linesOf(check, 'FROM a AS b\nHEALTHCHECK CMD c\nFROM d\n')).toEqual([3]);
});

it('judges the stages that nothing goes on from', () => {
  expect(linesOf(check, 'FROM a AS b\nFROM b AS c\nFROM c\nHEALTHCHECK NONE\nFROM c\n')).toEqual([5]);
});

it('knows what comes from the stage before', () => {
  expect(linesOf(check, 'FROM a AS b\nHEALTHCHECK NONE\nFROM b\n')).toEqual([]);
});
