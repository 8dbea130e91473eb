import { expect, it } from 'vitest';
import { linesOf } from '../../../test/kit/rules.ts';
import check from './label-commits.ts';

const params = { schema: { x: 'hash', y: 'text' } };

it('objects to other values of such a label', () => {
  expect(
    linesOf(check, 'FROM a\nLABEL x="no"\nLABEL x="2dbfae"\nLABEL x="2DBFAE9"\nLABEL x="2dbfae99"\n', params),
  ).toEqual([2, 3, 4, 5]);
});

it('lets good values and other labels be', () => {
  expect(
    linesOf(
      check,
      'FROM a\nLABEL x="2dbfae9"\nLABEL x="43c572f1272b6b3171dd1db9e41b7027128ce080"\nLABEL y="?"\n',
      params,
    ),
  ).toEqual([]);
});
