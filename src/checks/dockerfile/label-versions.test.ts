import { expect, it } from 'vitest';
import { linesOf } from '../../../test/kit/rules.ts';
import check from './label-versions.ts';

const params = { schema: { x: 'semver', y: 'text' } };

it('objects to other values of such a label', () => {
  expect(
    linesOf(
      check,
      'FROM a\nLABEL x="no"\nLABEL x="1.0"\nLABEL x="v1.0.0"\nLABEL x="01.0.0"\nLABEL x="1.0.0-01"\n',
      params,
    ),
  ).toEqual([2, 3, 4, 5, 6]);
});

it('lets good values and other labels be', () => {
  expect(
    linesOf(check, 'FROM a\nLABEL x="1.0.0"\nLABEL x="2.0.1-rc1"\nLABEL x="1.0.0-rc.1+build.5"\nLABEL y="?"\n', params),
  ).toEqual([]);
});
