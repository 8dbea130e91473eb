import { expect, it } from 'vitest';
import { tokensOf } from './tokens.ts';

/** 600 levels, each way that nests. */
const deep: readonly (readonly [string, string])[] = [
  ['brackets', '['.repeat(600) + ']'.repeat(600)],
  ['braces', '{a: '.repeat(600) + '}'.repeat(600)],
  ['dashes in one line', `${'- '.repeat(600)}a`],
  ['lines that are indented', Array.from({ length: 600 }, (_, level) => `${' '.repeat(level)}a:\n`).join('')],
  ['keys that are marked', Array.from({ length: 600 }, (_, level) => `${' '.repeat(level)}?\n`).join('')],
  ['dashes, then brackets', `${'- '.repeat(300)}${'['.repeat(300)}${']'.repeat(300)}`],
];

it.each(deep)('calls 600 levels too deep: %s', (_, text) => {
  expect(tokensOf(text).isTooDeep).toBe(true);
});

it.each([
  ['many brackets side by side', '- [a]\n'.repeat(2_000)],
  ['a long text without any', 'a: b\n'.repeat(2_000)],
  ['400 levels', `${'- '.repeat(200)}${'['.repeat(200)}${']'.repeat(200)}${'\n# a'.repeat(600)}`],
  ['a long rule in a text of many lines', `a: |\n${'  b\n'.repeat(600)}  ${'-'.repeat(600)}\n`],
])('does not call others so: %s', (_, text) => {
  expect(tokensOf(text).isTooDeep).toBe(false);
});
