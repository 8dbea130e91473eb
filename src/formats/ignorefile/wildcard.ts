/** What Go's filepath.Match says: `bad` where it meets a syntax error, which it looks for only as far as it reads. */
export type WildcardMatch = boolean | 'bad';

/** Go's filepath.Match. A pattern's faults behind the first part that fails go unseen, as they do there. */
export function matchWildcard(pattern: string, name: string): WildcardMatch {
  let rest = [...pattern];
  let subject = [...name];
  while (rest.length > 0) {
    const { star, chunk, after } = nextChunk(rest);
    rest = after;
    if (star && chunk.length === 0) return !subject.includes('/');
    const next = matchFrom(chunk, subject, star, rest.length === 0);
    if (next === 'bad' || next === null) return next ?? false;
    subject = next;
  }
  return subject.length === 0;
}

/** What is left of the subject after the chunk, at the earliest place a star may move it to; null = no match. */
function matchFrom(chunk: string[], subject: string[], star: boolean, last: boolean): string[] | null | 'bad' {
  for (let skipped = 0; skipped <= subject.length; skipped += 1) {
    const left = matchChunk(chunk, subject.slice(skipped));
    if (left === 'bad') return 'bad';
    if (left !== null && (left.length === 0 || !last)) return left;
    if (!star || subject[skipped] === '/') return null;
  }
  return null;
}

function nextChunk(pattern: string[]): { star: boolean; chunk: string[]; after: string[] } {
  const start = pattern.findIndex((char) => char !== '*');
  const begin = start < 0 ? pattern.length : start;
  let inRange = false;
  let end = begin;
  for (; end < pattern.length; end += 1) {
    const char = pattern[end];
    if (char === '\\' && end + 1 < pattern.length) end += 1;
    else if (char === '[') inRange = true;
    else if (char === ']') inRange = false;
    else if (char === '*' && !inRange) break;
  }
  return { star: begin > 0, chunk: pattern.slice(begin, end), after: pattern.slice(end) };
}

/** Reads on after a mismatch, to find faults in the rest of the chunk. */
function matchChunk(chunk: readonly string[], subject: readonly string[]): string[] | null | 'bad' {
  let failed = false;
  let at = 0;
  for (let i = 0; i < chunk.length; i += 1) {
    if (at >= subject.length) failed = true;
    const char = failed ? '' : (subject[at] ?? '');
    at += 1;
    if (chunk[i] === '[') {
      const range = readRange(chunk, i + 1, char);
      if (range === 'bad') return 'bad';
      i = range.end;
      if (!range.matches) failed = true;
    } else if (chunk[i] === '?') {
      if (char === '/') failed = true;
    } else {
      if (chunk[i] === '\\') i += 1;
      if (i >= chunk.length) return 'bad';
      if (chunk[i] !== char) failed = true;
    }
  }
  return failed ? null : subject.slice(at);
}

function readRange(chunk: readonly string[], start: number, char: string): { matches: boolean; end: number } | 'bad' {
  const negated = chunk[start] === '^';
  let at = negated ? start + 1 : start;
  let matches = false;
  for (let ranges = 0; chunk[at] !== ']' || ranges === 0; ranges += 1) {
    const low = readEscaped(chunk, at);
    if (low === null) return 'bad';
    at = low.next;
    let high = low;
    if (chunk[at] === '-') {
      const upper = readEscaped(chunk, at + 1);
      if (upper === null) return 'bad';
      high = upper;
      at = upper.next;
    }
    const code = char === '' ? -1 : (char.codePointAt(0) ?? -1);
    if (low.code <= code && code <= high.code) matches = true;
  }
  return { matches: matches !== negated, end: at };
}

function readEscaped(chunk: readonly string[], start: number): { code: number; next: number } | null {
  const first = chunk[start];
  if (first === undefined || first === '-' || first === ']') return null;
  const at = first === '\\' ? start + 1 : start;
  const code = chunk[at]?.codePointAt(0);
  return code === undefined || at + 1 >= chunk.length ? null : { code, next: at + 1 };
}

/** Whether a source of COPY is a pattern rather than a name. */
export function hasWildcards(name: string): boolean {
  return /[*?[]/.test(name.replace(/\\./gs, ''));
}
