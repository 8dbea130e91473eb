import { testOfRe2 } from './re2.ts';

/** How a pattern is matched. */
export type Compiled =
  | { readonly kind: 'exact' | 'prefix' | 'suffix'; readonly re2: null }
  | { readonly kind: 'regexp'; readonly re2: string };

const ESCAPED = new Set('.+()$'); // the builder's table of what to escape ends before `{|}`

/** Classifies one cleaned pattern as `moby/patternmatcher` does: the fast paths are semantics of their own. */
export function compilePattern(pattern: string): Compiled {
  const chars = [...pattern.replace(/^\ufeff/, '')]; // Go's scanner drops a BOM
  let kind: Compiled['kind'] = 'exact';
  let re2 = '^';
  let starts = true;
  for (let i = 0; i < chars.length; i += 1) {
    const char = chars[i] ?? '';
    if (char === '*' && chars[i + 1] === '*') {
      i += chars[i + 2] === '/' ? 2 : 1;
      const ends = i + 1 >= chars.length;
      re2 += ends ? '.*' : '(.*/)?';
      kind = starts ? 'suffix' : ends && kind === 'exact' ? 'prefix' : 'regexp';
    } else if (char === '*' || char === '?') {
      re2 += char === '*' ? '[^/]*' : '[^/]';
      kind = 'regexp';
    } else if (char === '\\') {
      const next = chars[i + 1];
      if (next !== undefined) kind = 'regexp';
      re2 += `\\${next ?? ''}`;
      i += 1;
    } else {
      if (char === '[' || char === ']') kind = 'regexp';
      re2 += ESCAPED.has(char) ? `\\${char}` : char;
    }
    starts = false;
  }
  return kind === 'regexp' ? { kind, re2: `${re2}$` } : { kind, re2: null };
}

/** A test of paths; throws the fault of a refused pattern where the builder would. */
export function testOf(pattern: string, compiled: Compiled): ((path: string) => boolean) | null {
  switch (compiled.kind) {
    case 'exact':
      return (path) => path === pattern;
    case 'prefix': {
      const prefix = pattern.slice(0, -2);
      return (path) => path.startsWith(prefix);
    }
    case 'suffix': {
      const suffix = pattern.slice(2);
      const whole = suffix.startsWith('/') ? suffix.slice(1) : null; // `**/foo` matches `foo`
      return (path) => path.endsWith(suffix) || path === whole;
    }
    case 'regexp':
      return testOfRe2(compiled.re2);
  }
}
