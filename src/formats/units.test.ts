import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Bound } from '../domain/index.ts';
import { humanize, marginOf, meets, plural, readBound } from './units.ts';

const bound = (text: string, quantity: Parameters<typeof readBound>[1]): Bound => {
  const read = readBound(text, quantity);
  if ('fault' in read) throw new Error(read.fault);
  return read;
};

it.each([
  ['<500MB', 'size', { op: '<', value: 500_000_000, unit: 'B' }],
  ['<= 1 GiB', 'size', { op: '<=', value: 2 ** 30 }],
  ['1GB', 'size', { op: '<=', value: 1e9 }],
  ['<5m', 'duration', { op: '<', value: 300_000 }],
  ['≥70%', 'share', { op: '>=', value: 0.7 }],
  ['0', 'count', { op: '=', value: 0 }],
  ['<=20', 'count', { op: '<=', value: 20 }],
] as const)('reads %s as a %s', (text, quantity, expected) => {
  expect(readBound(text, quantity)).toMatchObject(expected);
});

it.each([
  ['500', 'size', 'has no unit'],
  ['<500mb', 'size', 'did you mean `MB`'],
  ['<5 parsecs', 'duration', 'is no unit'],
  ['', 'count', 'is not a count'],
  ['<3%', 'count', 'it takes none'],
] as const)('says what is wrong with %s as a %s', (text, quantity, fault) => {
  expect(readBound(text, quantity)).toMatchObject({ fault: expect.stringContaining(fault) });
});

it('keeps bounds exactly at their edge', () => {
  expect(meets(bound('<5s', 'duration'), 5000)).toBe(false);
  expect(meets(bound('<=5s', 'duration'), 5000)).toBe(true);
  expect(meets(bound('0', 'count'), 1)).toBe(false);
});

it('gives a margin that is negative exactly when a bound is broken', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('<=', '>='),
      fc.integer({ min: 1, max: 1e9 }),
      fc.integer({ min: 0, max: 2e9 }),
      (op, limit, observed) => {
        const it = bound(`${op}${limit}B`, 'size');
        const margin = marginOf(it, observed);
        expect(margin !== null && margin < 0).toBe(!meets(it, observed));
      },
    ),
  );
});

it.each([
  [470_123_456, 'B', '470 MB'],
  [85_000, 'B', '85 kB'],
  [2900, 'ms', '2.9 s'],
  [0.714, 'ratio', '71.4 %'],
  [3, 'count', '3'],
] as const)('says %d %s as %s', (value, unit, text) => {
  expect(humanize(value, unit)).toBe(text);
});

it('counts one as one', () => {
  expect([0, 1, 2].map((count) => plural(count, 'file'))).toEqual(['0 files', '1 file', '2 files']);
  expect([1, 2].map((count) => plural(count, 'criterion', 'criteria'))).toEqual(['1 criterion', '2 criteria']);
});
