import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readEnvFile } from './index.ts';

const pairs = (text: string) => readEnvFile(text).map(({ name, value }) => [name, value]);

it.each([
  ['A=1', [['A', '1']]],
  ['export A = b c  # said', [['A', 'b c']]],
  ['A: b', [['A', 'b']]],
  ["A='b # $c'", [['A', 'b # $c']]],
  ['A="b\\n\\"c\\""', [['A', 'b\n"c"']]],
  ['A=b#c', [['A', 'b#c']]],
  [
    '\uFEFFA=1\r\nB=2\r\n',
    [
      ['A', '1'],
      ['B', '2'],
    ],
  ],
  [
    'A="one\ntwo"\nB=3',
    [
      ['A', 'one\ntwo'],
      ['B', '3'],
    ],
  ],
  ['# A=1\n\nBARE\n=x\n1A=2', []],
  ['__proto__=x', [['__proto__', 'x']]],
])('reads %j', (text, expected) => {
  expect(pairs(text)).toEqual(expected);
});

it('says which line a variable begins on', () => {
  expect(readEnvFile('\nA="1\n2"\nB=3').map(({ line }) => line)).toEqual([2, 4]);
});

it('reads what was written', () => {
  const name = fc.stringMatching(/^[A-Z_][A-Z0-9_]{0,8}$/);
  fc.assert(
    fc.property(fc.array(fc.tuple(name, fc.stringMatching(/^[\w./:-]{0,12}$/))), (written) => {
      expect(pairs(written.map(([key, value]) => `${key}=${value}`).join('\n'))).toEqual(written);
    }),
  );
});

it('ends whatever it is given', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => Array.isArray(readEnvFile(text))));
  const started = performance.now();
  readEnvFile(`A="${'\n"B='.repeat(20_000)}`);
  readEnvFile('A="x\n'.repeat(20_000));
  readEnvFile(`A="${'\n'.repeat(60_000)}`);
  readEnvFile(`A=${' \t'.repeat(50_000)}x`);
  expect(performance.now() - started).toBeLessThan(5_000);
});
