import { expect, it } from 'vitest';
import { linesOf, mended } from '../../../test/kit/rules.ts';
import check from './one-healthcheck.ts';

it('objects to the second and later ones of a stage', () => {
  expect(linesOf(check, 'FROM a\nHEALTHCHECK CMD x\nHEALTHCHECK NONE\nHEALTHCHECK CMD y\n')).toEqual([3, 4]);
});

it('counts each stage for itself', () => {
  expect(linesOf(check, 'FROM a\nHEALTHCHECK CMD x\nFROM a\nHEALTHCHECK CMD y\n')).toEqual([]);
});

it('takes out those that are replaced', () => {
  expect(mended(check, 'FROM a\n# first\nHEALTHCHECK \\\n  CMD x\nHEALTHCHECK NONE\nHEALTHCHECK CMD y\n')).toBe(
    'FROM a\n# first\nHEALTHCHECK CMD y\n',
  );
});
