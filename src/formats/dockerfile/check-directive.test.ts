import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type CheckOptions, checkOptionsAbove, isCheckComment, isSpoken, readCheckOptions } from './check-directive.ts';

const read = (text: string) => readCheckOptions(text) as CheckOptions; // of texts that are right

it('reads rules that are switched off, on, and whether a finding is an error', () => {
  expect(readCheckOptions('skip=A,B;error=true;experimental=all')).toEqual({
    skip: new Set(['A', 'B']),
    experimental: 'all',
    error: true,
  });
});

it('is cut at the first blank', () => {
  expect(readCheckOptions('skip=all // because')).toMatchObject({ skip: 'all' });
});

it('asks for nothing when it is empty', () => {
  expect(readCheckOptions('')).toEqual({ skip: new Set(), experimental: new Set(), error: false });
});

it.each(['skip', 'Skip=A', 'error=yes', 'skip=A;what=1', 'skip=A;;error=true'])('refuses %s', (text) => {
  expect(readCheckOptions(text)).toMatchObject({ fault: expect.stringMatching(/check option/) });
});

it('takes what is behind the second semicolon for one part', () => {
  expect(readCheckOptions('error=true;error=false;skip=A;skip=B')).toMatchObject({ skip: new Set(['A;skip=B']) });
});

it('takes the first of the comments above an instruction', () => {
  expect(checkOptionsAbove(['words', 'check=skip=A // why', 'check=skip=B'])).toMatchObject({ skip: new Set(['A']) });
  expect(checkOptionsAbove(['words'])).toBeNull();
  expect(checkOptionsAbove(['check=nonsense'])).toBeNull();
});

it('tells such a comment from a description', () => {
  expect(isCheckComment('check=skip=A')).toBe(true);
  expect(isCheckComment('check that this works')).toBe(false);
});

it('lets an experimental rule speak only where it is switched on, whatever is skipped', () => {
  expect(isSpoken('A', true, read('skip=all'), null)).toBe(false);
  expect(isSpoken('A', true, read('skip=all;experimental=A'), null)).toBe(true);
  expect(isSpoken('A', false, read('skip=B'), null)).toBe(true);
  expect(isSpoken('A', false, read(''), read('skip=all'))).toBe(false);
  expect(isSpoken('a', false, read('skip=A'), null)).toBe(true);
});

it('reads anything without throwing', () => {
  fc.assert(fc.property(fc.string(), (text) => typeof readCheckOptions(text) === 'object'));
});
