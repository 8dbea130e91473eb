import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cpuMs } from '../../../test/kit/cpu.ts';
import { PatternMatcher, readIgnoreFile } from './index.ts';
import { compilePattern } from './pattern.ts';
import { starTest } from './stars.ts';

it('says what the expression says', () => {
  const pattern = fc.array(fc.constantFrom('*', '**', '**/', '?', 'a', 'b', '/', '.'), { minLength: 3, maxLength: 9 });
  const path = fc.array(fc.constantFrom('a', 'b', '/', '.', '\n', '😀'), { maxLength: 12 });
  fc.assert(
    fc.property(pattern, path, (pieces, chars) => {
      const text = pieces.join('');
      const test = starTest(text);
      const { regexp } = compilePattern(text);
      if (test && regexp) expect(test(chars.join(''))).toBe(regexp.test(chars.join('')));
    }),
    { numRuns: 3_000 },
  );
});

it('leaves what means more than it says to the expression', () => {
  for (const pattern of ['*a*[b]*', '*a*\\d*', '*{2}**', '*a*']) expect(starTest(pattern)).toBeNull();
});

it('takes no time for names that were made to be slow', () => {
  const tookMs = cpuMs(() => {
    const matcher = new PatternMatcher([`${'*a'.repeat(40)}b`, '**/a**/a**/b', '*a'.repeat(10_000)]);
    expect(matcher.matchesOrParentMatches('a'.repeat(255))).toBe(false);
    expect(matcher.matchesOrParentMatches(`${'a/'.repeat(120)}a`)).toBe(false);
  });
  expect(tookMs).toBeLessThan(2_000);
});

it('reads a line of spaces in time, and refuses an expression that is too large', () => {
  const tookMs = cpuMs(() => {
    const { patterns } = readIgnoreFile('.dockerignore', `a${' '.repeat(60_000)}b\n`.repeat(20));
    expect(patterns).toHaveLength(20);
  });
  expect(tookMs).toBeLessThan(2_000);
  const large = new PatternMatcher([`[b]${'*a'.repeat(20_000)}`]);
  expect(() => large.matchesOrParentMatches('a')).toThrow(/syntax error in pattern/);
});
