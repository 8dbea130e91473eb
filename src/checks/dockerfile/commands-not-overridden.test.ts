import { expect, it } from 'vitest';
import { linesOf } from '../../../test/kit/rules.ts';
import check from './commands-not-overridden.ts';

it('objects to every one but the last of a kind', () => {
  expect(linesOf(check, 'FROM a\nCMD b\nENTRYPOINT c\nCMD d\nHEALTHCHECK NONE\nCMD e\nHEALTHCHECK CMD f\n')).toEqual([
    2, 4, 5,
  ]);
});

it('counts each stage for itself, also one that is based on another', () => {
  expect(linesOf(check, 'FROM a AS x\nCMD b\nFROM x\nCMD c\nONBUILD CMD d\n')).toEqual([]);
});

it('lets be what may stand there many times', () => {
  expect(linesOf(check, 'FROM a\nRUN b\nRUN c\nENV D=e\nENV D=f\n')).toEqual([]);
});
