import { expect, it } from 'vitest';
import { linesOf, lookedAt } from '../../../test/kit/rules.ts';
import check from './copy-not-from-itself.ts';

it('objects to the own name', () => {
  expect(linesOf(check, 'FROM a AS b\nCOPY --from=B c d\n')).toEqual([2]);
});

it('lets other stages be', () => {
  expect(linesOf(check, 'FROM a AS b\nFROM c AS d\nCOPY --from=b e f\nCOPY e f\n')).toEqual([]);
});

it('looks at what is copied from a stage', () => {
  expect(lookedAt(check, 'FROM a AS b\nFROM c\nCOPY x y\nCOPY --chown=1 --from=b e f\n')).toEqual([4]);
});

it('looks at what is taken from elsewhere alone', () => {
  expect(lookedAt(check, 'FROM a AS b\nCOPY --chown=1 x /y\nCOPY --from=c --link x /y\nCOPY x /z\n')).toEqual([3]);
});
