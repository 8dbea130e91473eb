type Piece = { readonly kind: 'star' } | { readonly kind: 'any' } | { readonly kind: 'char'; readonly char: string };

/** A pattern of `${v#p}` and `${v/p/r}`: `*`, `?` and characters, no brackets. */
export type Glob = readonly Piece[];

/** Reads a pattern; null on an escape of anything but `* ? \` (`}` and `/` lose theirs). */
export function readGlob(pattern: string): Glob | null {
  const pieces: Piece[] = [];
  const chars = [...pattern];
  for (let at = 0; at < chars.length; at++) {
    const char = chars[at] ?? '';
    if (char === '*') pieces.push({ kind: 'star' });
    else if (char === '?') pieces.push({ kind: 'any' });
    else if (char !== '\\') pieces.push({ kind: 'char', char });
    else if (chars[at + 1] !== '}' && chars[at + 1] !== '/') {
      const escaped = chars[++at];
      if (escaped !== '*' && escaped !== '?' && escaped !== '\\') return null;
      pieces.push({ kind: 'char', char: escaped });
    }
  }
  return pieces;
}

/** The same pattern for the reversed text. */
export function reversed(glob: Glob): Glob {
  return glob.toReversed();
}

/**
 * End of a match that begins at `from`: the longest or the shortest; null when there is none. Walks all states at once, so that
 * no pattern takes longer than its length times the text's. Wildcards do not match a newline.
 */
export function matchEnd(glob: Glob, chars: readonly string[], from: number, longest: boolean): number | null {
  let states = settled(glob, new Set([0]));
  let found: number | null = null;
  for (let at = from; ; at++) {
    if (states.has(glob.length)) {
      found = at;
      if (!longest) return found;
    }
    const char = chars[at];
    if (char === undefined || states.size === 0) return found;
    states = settled(glob, stepped(glob, states, char));
  }
}

function stepped(glob: Glob, states: ReadonlySet<number>, char: string): Set<number> {
  const next = new Set<number>();
  for (const state of states) {
    const piece = glob[state];
    if (piece?.kind === 'star' && char !== '\n') next.add(state);
    else if (piece?.kind === 'any' && char !== '\n') next.add(state + 1);
    else if (piece?.kind === 'char' && piece.char === char) next.add(state + 1);
  }
  return next;
}

/** A star may also match nothing. */
function settled(glob: Glob, states: Set<number>): Set<number> {
  for (const state of states) if (glob[state]?.kind === 'star') states.add(state + 1); // a Set's loop visits what is added
  return states;
}

/** Replaces the first match, or every one, each the longest at the leftmost place. */
export function replaceGlob(glob: Glob, value: string, replacement: string, all: boolean): string {
  const chars = [...value];
  const out: string[] = [];
  let at = 0;
  let afterMatch = false;
  while (at <= chars.length) {
    const end = matchEnd(glob, chars, at, true);
    if (end === null || (end === at && afterMatch)) {
      out.push(chars[at] ?? '');
      at++;
      afterMatch = false;
      continue;
    }
    out.push(replacement);
    if (!all) return out.join('') + chars.slice(end).join('');
    if (end === at) out.push(chars[at++] ?? '');
    else {
      at = end;
      afterMatch = true;
    }
  }
  return out.join('');
}
