import { expect, it } from 'vitest';
import { linesOf, lookedAt } from '../../../test/kit/rules.ts';
import check from './copy-from-known-stage.ts';

it('objects to a name that no stage above has', () => {
  expect(linesOf(check, 'COPY --from=b c .\n')).toEqual([1]);
  expect(linesOf(check, 'FROM a\nCOPY --from=b c .\nFROM d AS b\n')).toEqual([2]);
  expect(linesOf(check, 'FROM a\nCOPY --from=1 c .\n')).toEqual([2]);
});

it('lets names and numbers of stages above be, and images', () => {
  expect(
    linesOf(
      check,
      'FROM a AS Build\nFROM b\nCOPY --from=build c .\nCOPY --from=0 c .\nCOPY --from=nginx:1 c .\nCOPY c .\n',
    ),
  ).toEqual([]);
});

it('looks at what is copied from a stage', () => {
  expect(lookedAt(check, 'FROM a AS b\nFROM c\nCOPY x y\nCOPY --chown=1 --from=b e f\n')).toEqual([4]);
});

it('leaves the number of the stage itself to another rule', () => {
  expect(linesOf(check, 'FROM a\nCOPY --from=0 c .\n')).toEqual([]);
});
