import { expect, it } from 'vitest';
import { linesOf } from '../../../test/kit/rules.ts';
import check from './runs-merged.ts';

it.each(['a\nRUN b'])('objects to `%s`', (line) => {
  expect(linesOf(check, `FROM a\nRUN ${line}\n`)).toEqual([3]);
});

it.each(['a', 'a && b\nRUN c', 'a\nWORKDIR /\nRUN b', 'a\nRUN b $(c)', '--network=none a\nRUN b', 'a\nFROM b\nRUN c'])(
  'has nothing against `%s`',
  (line) => {
    expect(linesOf(check, `FROM a\nRUN ${line}\n`)).toEqual([]);
  },
);

it('looks past comments', () => {
  expect(linesOf(check, 'RUN a\n# why\n\n# how\nRUN b\n')).toEqual([5]);
});

it('compares flags', () => {
  expect(
    linesOf(check, 'RUN --network=none --security=insecure a\nRUN --security=insecure --network=none b\n'),
  ).toEqual([2]);
});

it('leaves triggers to the file that they run in', () => {
  expect(linesOf(check, 'ONBUILD RUN a\nONBUILD RUN b\n')).toEqual([]);
});

it('does not count what is only set for a command, or redirected', () => {
  expect(linesOf(check, 'FROM a\nRUN make\nRUN A=1; make install\nRUN >/x; make clean\n')).toEqual([3, 4]);
});
