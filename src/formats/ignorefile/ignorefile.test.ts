import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DirectoryEntry } from '../../domain/index.ts';
import { BadPattern, followPaths, listSent, matchWildcard, PatternMatcher, readIgnoreFile, walk } from './index.ts';
import { testOfRe2 } from './re2.ts';

function treeOf(...paths: string[]) {
  const opened: string[] = [];
  const list = (folder: string): DirectoryEntry[] => {
    opened.push(folder);
    const inside = folder === '' ? '' : `${folder}/`;
    const names = new Map<string, DirectoryEntry>();
    for (const path of paths.filter((it) => it.startsWith(inside))) {
      const [name = '', ...rest] = path.slice(inside.length).split('/');
      if (name !== '') names.set(name, { name, type: rest.length > 0 ? 'directory' : 'file' });
    }
    return [...names.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  };
  return { list, readLink: () => null, opened };
}

function sent(tree: ReturnType<typeof treeOf>, ...patterns: string[]): string[] {
  return listSent(tree, { include: null, exclude: new PatternMatcher(patterns) }).map(({ path }) => path);
}

describe('reading', () => {
  it('gives each pattern with its line', () => {
    const { patterns } = readIgnoreFile('.dockerignore', '\ufeff# c\r\n\n /a/ \r\n! ./b\n #x\n');
    expect(patterns).toEqual([
      { text: 'a', line: 3, negated: false },
      { text: '!b', line: 4, negated: true },
      { text: '#x', line: 5, negated: false },
    ]);
  });

  it('trims what Go calls space, and nothing else', () => {
    expect(readIgnoreFile('f', 'x\u0085\ny\n\ufeffz').patterns.map(({ text }) => text)).toEqual(['x', 'y', '\ufeffz']);
  });

  it('says that a line of 64 KiB ends the build', () => {
    const read = readIgnoreFile('.dockerignore', `a\n${'x'.repeat(64 * 1024)}\nb`);
    expect(read.patterns).toHaveLength(1);
    expect(read.problems).toMatchObject([{ code: 'line-too-long', at: { startLine: 2 } }]);
  });
});

describe('matching', () => {
  it.each([
    ['**foo', 'barfoo', true],
    ['a{2}', 'aa', false],
    ['a{2}*', 'aa', true],
    ['x|y*', 'y1', true],
    ['a^*', 'a^b', false],
    ['\\d*', '7up', true],
    ['[!a]*', 'b', false],
    ['a/**', 'a', false],
    ['é?', 'éx', true],
  ])('%s on %s: %s', (pattern, path, expected) => {
    expect(new PatternMatcher([pattern]).matchesOrParentMatches(path)).toBe(expected);
  });

  it('refuses some lists at once, and some only when the pattern is needed', () => {
    expect(() => new PatternMatcher(['ok', '['])).toThrow(BadPattern);
    expect(() => new PatternMatcher(['!'])).toThrow('illegal exclusion');
    const late = new PatternMatcher(['[l-O]*']);
    expect(() => late.matchesOrParentMatches('x')).toThrow(BadPattern);
  });

  it('never hangs or breaks on any pattern', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ab*?[]{}^$|\\!-/.2,:pQEd') }), fc.string(), (pattern, path) => {
        try {
          new PatternMatcher([pattern]).matchesOrParentMatches(path);
        } catch (fault) {
          expect(fault).toBeInstanceOf(BadPattern);
        }
        matchWildcard(pattern, path);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('the regular expressions that leak through', () => {
  it.each([
    ['^[[:alpha:]]$', 'q', true],
    ['^\\Q[^/]*$', '[^/]*$', true],
    ['^\\p{Greek}$', 'λ', true],
    ['^[^\\d]$', '5', false],
    ['^\\x41\\07*$', 'A\x07', true],
    ['^.$', '\n', false],
  ])('%s on %j: %s', (re2, text, expected) => {
    expect(testOfRe2(re2)?.(text)).toBe(expected);
  });

  it.each(['^a{2}{3}$', '^|{2}$', '^[b-a]$', '^\\1$', '^[[:nope:]]$', '^[[:constructor:]]$', '^[a$', '^a{1001}$'])(
    '%s is refused',
    (re2) => {
      expect(testOfRe2(re2)).toBeNull();
    },
  );
});

describe('walking', () => {
  it('keeps ignored what a folder decided before `!` was asked', () => {
    expect(sent(treeOf('a/x', 'a/y'), 'a/x', '!a')).toEqual(['a', 'a/y']);
  });

  it('sends a folder late, for what is let through again', () => {
    expect(sent(treeOf('a/b/c.js', 'a/b/d', 'e/f'), '*', '!**/*.js')).toEqual(['a', 'a/b', 'a/b/c.js']);
  });

  it('never opens an excluded folder that nothing is let through of', () => {
    const tree = treeOf('node_modules/x/y', 'src/a', 'lib/b');
    expect(sent(tree, 'node_modules', 'lib', '!lib/c')).toEqual(['src', 'src/a']);
    expect(tree.opened).toEqual(['', 'lib', 'src']);
  });

  it('names the rule that decides', () => {
    const matcher = new PatternMatcher(['*.md', 'docs', '!docs/keep', 'x']);
    expect(matcher.decidingIndex('docs/a/b')).toBe(1);
    expect(matcher.decidingIndex('docs/keep')).toBeNull();
    expect(matcher.decidingIndex('src')).toBeNull();
  });

  it('passes a fault on only for a folder that is sent', () => {
    const list = (folder: string): DirectoryEntry[] => {
      if (folder === '') return [{ name: 'a', type: 'directory' }];
      throw new Error('a bug');
    };
    const exclude = new PatternMatcher(['b']);
    expect(() => walk({ list }, { exclude, include: null }, () => {})).toThrow('a bug');
  });
});

it('follows links inside the context, and ends on a loop', () => {
  const links: Record<string, string> = { a: 'b', b: '/a', l: '../../real/x' };
  const tree = { list: () => [], readLink: (path: string) => links[path] ?? null };
  expect(followPaths(tree, ['a', 'l/y'])).toEqual(['a', 'b', 'l', 'real/x/y']);
  expect(followPaths(tree, ['x', '.'])).toBeNull();
});
