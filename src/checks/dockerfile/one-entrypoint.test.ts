import { expect, it } from 'vitest';
import { linesOf, mended } from '../../../test/kit/rules.ts';
import check from './one-entrypoint.ts';

it('objects to the second and later ones of a stage', () => {
  expect(linesOf(check, 'ENTRYPOINT x\nENTRYPOINT y\n')).toEqual([2]);
});

it('counts each stage for itself', () => {
  expect(linesOf(check, 'FROM a\nENTRYPOINT x\nFROM a\nENTRYPOINT y\n')).toEqual([]);
});

it('takes out the one that is replaced', () => {
  expect(mended(check, 'FROM a\r\nENTRYPOINT x\r\nENTRYPOINT y\r\n')).toBe('FROM a\r\nENTRYPOINT y\r\n');
});
