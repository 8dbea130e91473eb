import { expect, it } from 'vitest';
import { linesOf, lookedAt } from '../../../test/kit/rules.ts';
import check from './no-whole-filesystem.ts';

it('objects to a copy of everything onto everything', () => {
  expect(
    linesOf(check, 'FROM a AS b\nFROM c\nCOPY --from=b / /\nCOPY --from=b ["/", "/"]\nCOPY --from=b "/" "/"\n'),
  ).toEqual([3, 4, 5]);
});

it('lets folders be, and the context', () => {
  expect(linesOf(check, 'COPY / /\nCOPY --from=b / /c\nCOPY --from=b /c /\n')).toEqual([]);
});

it('looks at what is copied from a stage', () => {
  expect(lookedAt(check, 'FROM a AS b\nFROM c\nCOPY x y\nCOPY --chown=1 --from=b e f\n')).toEqual([4]);
});

it('looks at what is taken from elsewhere alone', () => {
  expect(lookedAt(check, 'FROM a AS b\nCOPY --chown=1 x /y\nFROM c\nCOPY --from=b --link x /y\n')).toEqual([4]);
});
