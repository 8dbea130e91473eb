import { expect, it } from 'vitest';
import { linesOf } from '../../../test/kit/rules.ts';
import check from './entrypoint-takes-cmd.ts';

it('objects to the CMD that is dropped, above or below', () => {
  expect(linesOf(check, 'FROM a\nENTRYPOINT b\nCMD ["c"]\nFROM a\nCMD c\nENTRYPOINT b\n')).toEqual([3, 5]);
});

it('looks at the last of each, and at one stage for itself', () => {
  expect(linesOf(check, 'FROM a AS x\nENTRYPOINT b\nENTRYPOINT ["b"]\nCMD c\nFROM x\nENTRYPOINT b\n')).toEqual([]);
});

it('points at the last CMD of a stage', () => {
  expect(linesOf(check, 'FROM a\nCMD b\nENTRYPOINT c\nCMD d\n')).toEqual([4]);
});
