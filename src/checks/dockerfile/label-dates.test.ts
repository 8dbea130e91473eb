import { expect, it } from 'vitest';
import { linesOf, lookedAt } from '../../../test/kit/rules.ts';
import check from './label-dates.ts';

const params = { schema: { x: 'rfc3339', y: 'text' } };

it('objects to other values of such a label', () => {
  expect(
    linesOf(
      check,
      'FROM a\nLABEL x="no"\nLABEL x="2026-11-22"\nLABEL x="2026-13-01T00:00:00Z"\nLABEL x="2026-02-30T00:00:00Z"\nLABEL x="2026-01-01T24:00:00Z"\nLABEL x="2026-01-01T00:00:00"\n',
      params,
    ),
  ).toEqual([2, 3, 4, 5, 6, 7]);
});

it('lets good values and other labels be', () => {
  expect(
    linesOf(
      check,
      'FROM a\nLABEL x="2026-11-22T10:26:33.5645951+01:00"\nLABEL x="2024-02-29T23:59:60Z"\nLABEL y="?"\n',
      params,
    ),
  ).toEqual([]);
});

it.each([
  ['2026-01-01T00:00:00Z', true],
  ['2026-12-31t23:59:60.5z', true],
  ['2026-02-28 00:00:00-23:59', true],
  ['2000-02-29T00:00:00+00:00', true],
  ['2026-00-01T00:00:00Z', false],
  ['2026-01-00T00:00:00Z', false],
  ['2026-04-31T00:00:00Z', false],
  ['1900-02-29T00:00:00Z', false],
  ['2026-01-01T00:60:00Z', false],
  ['2026-01-01T00:00:61Z', false],
  ['2026-01-01T00:00:00+24:00', false],
  ['2026-01-01T00:00:00+00:60', false],
])('%s: %s', (value, isMoment) => {
  expect(linesOf(check, `FROM a\nLABEL x="${value}"\n`, params)).toEqual(isMoment ? [] : [2]);
});

it('looks at labels where there is a schema', () => {
  expect(lookedAt(check, 'FROM a\nRUN b\nLABEL x="2026-11-22T10:26:33Z"\n', params)).toEqual([3]);
  expect(lookedAt(check, 'FROM a\nLABEL x="y"\n')).toEqual([]);
});
