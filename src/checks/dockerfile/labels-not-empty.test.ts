import { expect, it } from 'vitest';
import { linesOf } from '../../../test/kit/rules.ts';
import check from './labels-not-empty.ts';

const params = { schema: { team: 'text' } };

it('objects to a label of the schema without a value', () => {
  expect(linesOf(check, 'FROM a\nLABEL team=""\nLABEL team= other=\n', params)).toEqual([2, 3]);
});

it('lets values and other labels be', () => {
  expect(linesOf(check, 'FROM a\nLABEL team=x other=""\n', params)).toEqual([]);
});
