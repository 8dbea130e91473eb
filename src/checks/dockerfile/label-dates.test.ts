import { expect, it } from 'vitest';
import { linesOf } from '../../../test/kit/rules.ts';
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
