import { expect, it } from 'vitest';
import { linesOf, mended } from '../../../test/kit/rules.ts';
import check from './one-cmd.ts';

it('objects to the second and later ones of a stage', () => {
  expect(linesOf(check, 'FROM a\nCMD x\nRUN b\nCMD y\n')).toEqual([4]);
});

it('counts each stage for itself', () => {
  expect(linesOf(check, 'FROM a\nCMD x\nFROM a\nCMD y\nONBUILD CMD z\n')).toEqual([]);
});

it('takes out the one that is replaced', () => {
  expect(mended(check, 'FROM a\nCMD x\nRUN b\nCMD y')).toBe('FROM a\nRUN b\nCMD y');
});
