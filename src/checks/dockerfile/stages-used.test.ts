import { expect, it } from 'vitest';
import { linesOf } from '../../../test/kit/rules.ts';
import check from './stages-used.ts';

it('objects to a stage that the last one does not reach', () => {
  expect(linesOf(check, 'FROM a AS x\nFROM a AS y\nFROM a AS z\nCOPY --from=y a b\n')).toEqual([1]);
});

it('follows bases, copies and mounts', () => {
  expect(linesOf(check, 'FROM a AS x\nFROM x AS y\nFROM a AS z\nFROM y\nRUN --mount=from=z,target=/z b\n')).toEqual([]);
});
