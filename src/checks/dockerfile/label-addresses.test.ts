import { expect, it } from 'vitest';
import { linesOf } from '../../../test/kit/rules.ts';
import check from './label-addresses.ts';

const params = { schema: { x: 'email', y: 'text' } };

it('objects to other values of such a label', () => {
  expect(
    linesOf(check, 'FROM a\nLABEL x="no"\nLABEL x="a@"\nLABEL x="@b"\nLABEL x="a..b@c.d"\nLABEL x="a b@c.d"\n', params),
  ).toEqual([2, 3, 4, 5, 6]);
});

it('lets good values and other labels be', () => {
  expect(linesOf(check, 'FROM a\nLABEL x="team+x@example.org"\nLABEL y="?"\n', params)).toEqual([]);
});
