import { expect, it } from 'vitest';
import { fillIn } from './index.ts';

const values: Readonly<Record<string, string>> = { A: 'a', EMPTY: '' };
const valueOf = (name: string) => values[name] ?? null;

it.each([
  ['./$A/b', './a/b'],
  ['${A}', 'a'],
  ['${X:-b}', 'b'],
  ['${EMPTY:-b}', 'b'],
  ['${EMPTY-b}', ''],
  ['${A:+b}', 'b'],
  ['${X+b}', ''],
  ['$$A', '$A'],
  ['plain', 'plain'],
])('fills %s in', (text, expected) => {
  expect(fillIn(text, valueOf)).toBe(expected);
});

it.each(['$X', '${X}', '${X:?no}', '${X:-${A}}', '${X'])('leaves %s to the client', (text) => {
  expect(fillIn(text, valueOf)).toBeNull();
});
