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
  const paths = fc.array(path, { minLength: 1, maxLength: 4 }); // what was worked out for one is used for the next
  let asked = 0;
  fc.assert(
    fc.property(pattern, paths, (pieces, names) => {
      const { re2 } = compilePattern(pieces.join(''));
      const source = re2 === null ? null : translateRe2(re2);
      const expression = source === null ? null : madeOf(source);
      const test = source !== null && expression ? linearTest(source) : null;
      if (!expression || !test) return;
      asked += 1;
      for (const name of names.map((chars) => chars.join('')))
        expect([name, test(name)]).toEqual([name, expression.test(name)]);
    }),
    { numRuns: 6_000 },
  );
  expect(asked).toBeGreaterThan(100);
});

it('says so of more texts than it keeps in mind', () => {
  const source = `^(?:[^/]*)a(?:[^/]*)a${'[ab]'.repeat(13)}c(?:[^/]*)$`; // one state for each way to have met `a` before
  const [expression, test] = [new RegExp(source, 'u'), linearTest(source)];
  let seed = 1;
  const chars = Array.from({ length: 60_000 }, () => 'ab'[(seed = (seed * 48_271) % 2_147_483_647) & 1]).join('');
  const answers = Array.from({ length: 2_000 }, (_, index) => {
    const name = `${chars.slice(index * 30, index * 30 + 30)}c${chars.slice(index, index + 3)}`;
    expect([name, test?.(name)]).toEqual([name, expression.test(name)]);
    return test?.(name);
  });
  expect(new Set(answers)).toEqual(new Set([true, false]));
});

it('is about as fast as the expression where that is fast', () => {
  const names = Array.from({ length: 4_000 }, (_, index) => `packages/part-${index % 50}/src/deep/name-${index}.js`);
  const many = new PatternMatcher(['**/*.test.*']);
  const few = new PatternMatcher(['**/*.log']);
  const spent = (matcher: PatternMatcher) => {
    let met = 0;
    const tookMs = cpuMs(() => names.forEach((name) => (met += Number(matcher.matchesInWalk(name, null, null)))));
    expect(met).toBe(0);
    return tookMs;
  };
  const rounds = Array.from({ length: 5 }, () => [spent(many), spent(few)] as const);
  const [ours, theirs] = [0, 1].map((side) => Math.min(...rounds.map((round) => round[side as 0 | 1])));
  expect(ours).toBeLessThan(5 * (theirs ?? 0));
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
