import { expect, it } from 'vitest';
import { linesOf } from '../../../test/kit/rules.ts';
import check from './label-urls.ts';

const params = { schema: { x: 'url', y: 'text' } };

it('objects to other values of such a label', () => {
  expect(
    linesOf(
      check,
      'FROM a\nLABEL x="no"\nLABEL x="example.org/a"\nLABEL x="http://a b"\nLABEL x="$URL"\nLABEL x=""\n',
      params,
    ),
  ).toEqual([2, 3, 4, 5, 6]);
});

it('lets good values and other labels be', () => {
  expect(
    linesOf(check, 'FROM a\nLABEL x="https://example.org/a?b=c#d"\nLABEL x="mailto:a@b"\nLABEL y="?"\n', params),
  ).toEqual([]);
});
