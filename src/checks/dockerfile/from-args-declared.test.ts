import { expect, it } from 'vitest';
import { judged } from '../../../test/kit/index.ts';
import { linesOf } from '../../../test/kit/rules.ts';
import check from './from-args-declared.ts';

it('objects to a variable in the image or the platform that nothing declares', () => {
  expect(linesOf(check, 'ARG A=1\nFROM a:$A$B AS x\nFROM --platform=$C a\n')).toEqual([2, 3]);
});

it('names what was probably meant', () => {
  expect(judged(check, 'FROM --platform=$BULIDPLATFORM a\n')).toMatchObject({
    findings: [{ message: expect.stringContaining('BUILDPLATFORM') }],
  });
});

it('knows ARGs without a value, and what the builder declares', () => {
  expect(linesOf(check, 'ARG A\nFROM --platform=$BUILDPLATFORM a${A}${TARGETSTAGE}\n')).toEqual([]);
});

it('does not look into what a default replaces', () => {
  expect(linesOf(check, 'ARG A=""\nFROM a${A-@b}\n')).toEqual([]);
});

it('looks at the image and the platform alone', () => {
  expect(linesOf(check, 'FROM --other=$X a AS $Y\n')).toEqual([]);
});
