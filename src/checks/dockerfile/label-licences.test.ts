import { expect, it } from 'vitest';
import { linesOf } from '../../../test/kit/rules.ts';
import check from './label-licences.ts';

const params = { schema: { x: 'spdx', y: 'text' } };

it('objects to other values of such a label', () => {
  expect(
    linesOf(
      check,
      'FROM a\nLABEL x="no"\nLABEL x="Apache 2"\nLABEL x="mit"\nLABEL x="MIT OR ISC"\nLABEL x=""\n',
      params,
    ),
  ).toEqual([2, 3, 4, 5, 6]);
});

it('lets good values and other labels be', () => {
  expect(
    linesOf(check, 'FROM a\nLABEL x="MIT"\nLABEL x="BSD-3-Clause"\nLABEL x="GPL-2.0-or-later"\nLABEL y="?"\n', params),
  ).toEqual([]);
});
