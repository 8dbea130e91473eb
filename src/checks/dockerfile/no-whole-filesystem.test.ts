import { expect, it } from 'vitest';
import { linesOf } from '../../../test/kit/rules.ts';
import check from './no-whole-filesystem.ts';

it('objects to a copy of everything onto everything', () => {
  expect(
    linesOf(check, 'FROM a AS b\nFROM c\nCOPY --from=b / /\nCOPY --from=b ["/", "/"]\nCOPY --from=b "/" "/"\n'),
  ).toEqual([3, 4, 5]);
});

it('lets folders be, and the context', () => {
  expect(linesOf(check, 'COPY / /\nCOPY --from=b / /c\nCOPY --from=b /c /\n')).toEqual([]);
});
