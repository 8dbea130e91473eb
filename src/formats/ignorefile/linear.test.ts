import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cpuMs } from '../../../test/kit/cpu.ts';
import { PatternMatcher, readIgnoreFile } from './index.ts';
import { linearTest } from './linear.ts';
import { compilePattern } from './pattern.ts';
import { translateRe2 } from './re2.ts';

const PIECES = ['*', '**', '**/', '?', 'a', 'b', '/', '.', '[a-b]', '[^*', ']', '[[:alpha:]]', '{2}', '{0,3}', '{1,}'];
const MORE = ['|', '^', '\\d', '\\W', '\\pL', '\\x41', '\\b', '\\Q.*', '\\z', '😀', '{', '-', '\\n'];

/** Null where a class of characters does not exist. */
function madeOf(source: string): RegExp | null {
  try {
    return new RegExp(source, 'u');
  } catch (fault) {
    if (fault instanceof SyntaxError) return null;
    throw fault;
  }
}

it('says what the expression says', () => {
  const pattern = fc.array(fc.constantFrom(...PIECES, ...MORE), { minLength: 3, maxLength: 10 });
  const path = fc.array(fc.constantFrom('a', 'b', '/', '.', '\n', '😀', 'A', '1', '-', '^'), { maxLength: 12 });
  let asked = 0;
  fc.assert(
    fc.property(pattern, path, (pieces, chars) => {
      const { re2 } = compilePattern(pieces.join(''));
      const source = re2 === null ? null : translateRe2(re2);
      const expression = source === null ? null : madeOf(source);
      const test = source !== null && expression ? linearTest(source) : null;
      if (!expression || !test) return;
      asked += 1;
      expect(test(chars.join(''))).toBe(expression.test(chars.join('')));
    }),
    { numRuns: 6_000 },
  );
  expect(asked).toBeGreaterThan(100);
});

it('leaves what repeats little to the expression', () => {
  for (const pattern of ['**/*.log', '[b]*a*', 'a*b*', '[a]{2}{', 'a?b?c?[d]']) {
    const source = translateRe2(compilePattern(pattern).re2 ?? '');
    expect([pattern, source, source && linearTest(source)]).toEqual([pattern, expect.any(String), null]);
  }
});

describe('takes no time for patterns and names that were made to be slow', () => {
  it.each([
    ['*a'.repeat(40) + 'b'],
    ['**/a**/a**/b'],
    [`/**${'[^*'.repeat(8)}[^a]`],
    [`${'[a]*'.repeat(30)}b`],
    [`${'a{0,100}'.repeat(12)}b`],
    [`${'[ab]{1,}'.repeat(20)}c`],
    ['\\d*\\w*\\d*\\w*\\d*!'],
    ['a|*b*c*d*e*'],
  ])('%s', (pattern) => {
    const tookMs = cpuMs(() => {
      const matcher = new PatternMatcher([pattern]);
      for (const path of ['a'.repeat(255), '1'.repeat(255), `${'a/'.repeat(120)}a`])
        expect(typeof matcher.matchesOrParentMatches(path)).toBe('boolean');
    });
    expect(tookMs).toBeLessThan(2_000);
  });
});

it('reads a line of spaces in time, and an expression that is too large for one', () => {
  const tookMs = cpuMs(() => {
    const { patterns } = readIgnoreFile('.dockerignore', `a${' '.repeat(60_000)}b\n`.repeat(20));
    expect(patterns).toHaveLength(20);
  });
  expect(tookMs).toBeLessThan(2_000);
  const large = new PatternMatcher([`[b]${'*a'.repeat(20_000)}`]);
  expect(large.matchesOrParentMatches('a')).toBe(false);
  const larger = new PatternMatcher([`[b]${'*a'.repeat(200_000)}`]);
  expect(() => larger.matchesOrParentMatches('a')).toThrow(/syntax error in pattern/);
});
