import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expandBraces, globSamples, globToRegExp, isGlob, pathMatcher } from './index.ts';

it.each([
  ['*.ts', 'a.ts', true],
  ['*.ts', 'src/a.ts', false],
  ['*.ts', '.ts', true],
  ['**/*.ts', 'a.ts', true],
  ['**/*.ts', 'a/b/c/d.ts', true],
  ['**/*.ts', 'a/b.tsx', false],
  ['src/**', 'src/a/b', true],
  ['src/**', 'src', false],
  ['src/**/*.js', 'src/x.js', true],
  ['src/**/**/x', 'src/a/x', true],
  ['a**b', 'axxb', true],
  ['a**b', 'a/b', false],
  ['?.md', 'x.md', true],
  ['?', '/', false],
  ['[a-c].txt', 'b.txt', true],
  ['[!a-c].txt', 'b.txt', false],
  ['[^a-c].txt', 'd.txt', true],
  ['[]x]', ']', true],
  ['a[!b]c', 'a/c', false],
  ['[', '[', true],
  ['*.{ts,tsx}', 'a.tsx', true],
  ['{a,b{c,d}}', 'bd', true],
  ['{a}', '{a}', true],
  ['{a', '{a', true],
  ['\\*.ts', '*.ts', true],
  ['\\*.ts', 'a.ts', false],
  ['a.b', 'axb', false],
  ['(a|b)+', '(a|b)+', true],
  ['**', 'a\nb/c', true],
])('%s on %s: %s', (glob, path, expected) => {
  expect(globToRegExp(glob).test(path)).toBe(expected);
});

describe('pathMatcher', () => {
  it('takes a glob without a slash for names at any depth', () => {
    expect(pathMatcher(['*.ts'])('/app/src/deep/a.ts', '/app')).toBe(true);
  });

  it('takes a glob that begins with a slash for whole paths, any other for paths below the place', () => {
    expect(pathMatcher(['/app/*.ts'])('/app/a.ts', '/app')).toBe(true);
    expect(pathMatcher(['src/*.ts'])('/app/src/a.ts', '/app')).toBe(true);
    expect(pathMatcher(['src/*.ts'])('/src/a.ts', '/')).toBe(true);
    expect(pathMatcher(['src/*.ts'])('/app/lib/src/a.ts', '/app')).toBe(false);
  });

  it('matches nothing where there is no glob', () => {
    expect(pathMatcher([])('/app/a.ts', '/app')).toBe(false);
  });
});

it('expands braces into one glob per choice', () => {
  expect(expandBraces('{a,b}/*.{ts,tsx}')).toEqual(['a/*.ts', 'a/*.tsx', 'b/*.ts', 'b/*.tsx']);
});

it.each(['', '[z-a]', '{a,b}{c,d}{e,f}{g,h}{i,j}'])('refuses `%s`', (text) => {
  expect(isGlob(text)).toBe(false);
});

it.each(['*.ts', '**/*.{ts,map}', 'src/**', '[a-z]?.py', '/app/**/*.test.*', '[!a-z]/**/x', 'a\\*b'])(
  'gives samples that %s matches, at depth too',
  (glob) => {
    const samples = globSamples(glob, ['node_modules', 'pkg']);
    expect(samples.length).toBe(expandBraces(glob).length);
    for (const sample of samples) {
      expect(pathMatcher([glob])(sample.startsWith('/') ? sample : `/p/${sample}`, '/p')).toBe(true);
    }
  },
);

it('gives no sample for an alternative that names nothing', () => {
  expect(globSamples('{a,}')).toEqual(['a']);
  expect(globSamples('[\\/]a')).toEqual([]);
});

it('gives samples that match for any text that it calls a glob', () => {
  const texts = fc.string({
    unit: fc.constantFrom('*', '?', '[', ']', '{', '}', ',', '/', 'a', '-', '!', '\\', '.'),
    maxLength: 12,
  });
  fc.assert(
    fc.property(texts, (text) => {
      if (!isGlob(text)) return;
      for (const sample of globSamples(text, ['a'])) {
        if (sample === '' || sample.startsWith('/')) continue; // no path below a place
        expect(pathMatcher([text])(`/p/${sample}`, '/p')).toBe(true);
      }
    }),
  );
});
