import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cpuMs } from '../../../test/kit/cpu.ts';
import { expand } from './index.ts';

const environment = new Map([
  ['A', 'one'],
  ['EMPTY', ''],
  ['PATHS', '/usr/local/bin'],
]);

it.each([
  ['$A-${A}', 'one-one'],
  ['\'$A\'"$A"', '$Aone'],
  ['\\$A', '$A'],
  ['${B:-$A}${EMPTY:-x}${EMPTY-y}', 'onex'],
  ['${A:+set}${B:+set}', 'set'],
  ['${PATHS#*/}', 'usr/local/bin'],
  ['${PATHS##*/}', 'bin'],
  ['${PATHS%/*}', '/usr/local'],
  ['${PATHS%%l*}', '/usr/'],
  ['${PATHS/l/L}${PATHS//l/L}', '/usr/Local/bin/usr/LocaL/bin'],
  ['$B', ''],
])('makes of %j %j', (word, value) => {
  expect(expand(word, environment)).toMatchObject({ value, fault: null });
});

it('keeps what nothing sets, when asked to', () => {
  expect(expand('$A ${B} ${C:-d}', environment, { unset: 'keep' }).value).toBe('one ${B} ${C:-d}');
});

it.each(['${B:?wanted}', '${A', '"a', "'a", '${}', '${A^}'])(
  'has a fault in %j and gives it back as written',
  (word) => {
    const { value, fault } = expand(word, environment);
    expect(value).toBe(word);
    expect(fault).not.toBeNull();
  },
);

it('says which variables it found', () => {
  const { matched, unmatched } = expand('$A ${B-x}', environment);
  expect([[...matched], [...unmatched]]).toEqual([['A'], ['B']]);
});

it('ends on any word, in linear time', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('${', 'A', ':-', '}', '"', "'", '\\', '*', '#', '%', '/', '<<', ' ')),
      (all) => void expand(all.join(''), environment),
    ),
  );
  const tookMs = cpuMs(() => {
    expand('${A#' + '*a'.repeat(200) + '}', new Map([['A', 'a'.repeat(2_000) + 'b']]));
    expand('${A:-'.repeat(50_000), environment);
  });
  expect(tookMs).toBeLessThan(3_000);
});
