import { expect, it } from 'vitest';
import { linesOf } from '../../../test/kit/rules.ts';
import check from './copy-stays-in-context.ts';

it('objects to each source that leads out', () => {
  expect(linesOf(check, 'FROM a\nCOPY ../x a/../../y z /\nADD ./../x /\nCOPY ["../x", "/"]\n')).toEqual([2, 2, 3, 4]);
});

it('knows nothing of targets, other stages and addresses', () => {
  expect(linesOf(check, 'FROM a\nCOPY a/../b ../c\nCOPY --from=x ../y /\nADD https://x.org/../../y /\n')).toEqual([]);
});
