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

it('looks at no word behind the image', () => {
  expect(linesOf(check, 'FROM a $X b\n')).toEqual([]);
});

it('looks for what was meant among the first 200 names', () => {
  // The eleven that the builder declares itself stand before them.
  const text = (others: number) =>
    `ARG ${Array.from({ length: others }, (_, index) => `Q${index}`).join(' ')} BASE_VERSION\nFROM a:$BASE_VERSON\n`;
  const isNamed = (others: number) => JSON.stringify(judged(check, text(others))).includes('there is `BASE_VERSION`');
  expect([188, 189].map(isNamed)).toEqual([true, false]);
});

it('is shown instead of what an empty variable makes of the image', () => {
  expect(check.lint?.supersedes).toContain('dockerfile/from-valid-by-default');
});
