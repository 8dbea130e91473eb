import { isBlank, isSpace, type Range } from './space.ts';

/** A word and the stretch of the logical line that it comes from. */
export interface Token extends Range {
  readonly text: string;
}

export function token(text: string, start: number, end: number): Token {
  return { text: text.slice(start, end), start, end };
}

/**
 * A keyword in capitals, as long as it is written. BuildKit compares small letters, of which Go has some that JavaScript makes
 * otherwise; no capital of another script is one of these.
 */
export function keywordOf(text: string): string {
  return text.replace(/[a-z\u0130\u212a]/g, (letter) =>
    letter === '\u0130' ? 'I' : letter === '\u212a' ? 'K' : letter.toUpperCase(),
  );
}

/** Splits at spaces outside quotes; quotes and escapes stay. An escape at the very end is dropped. */
export function quotedWords(text: string, { start, end }: Range, escape: string): Token[] {
  const words: Token[] = [];
  let at = start;
  while (at < end) {
    if (isSpace(text.charCodeAt(at))) at++;
    else {
      const word = quotedWord(text, at, end, escape);
      if (word.text !== '') words.push(word);
      at = word.end;
    }
  }
  return words;
}

function quotedWord(text: string, start: number, end: number, escape: string): Token {
  let quote = '';
  let at = start;
  for (; at < end; at++) {
    const char = text.charAt(at);
    if (quote === '' && isSpace(text.charCodeAt(at))) break;
    if (char === escape && quote !== "'") {
      if (at + 1 === end) return { text: text.slice(start, at), start, end };
      at++;
    } else if (quote === '' && (char === "'" || char === '"')) quote = char;
    else if (char === quote) quote = '';
  }
  return token(text, start, at);
}

/** Splits at blanks, quotes or not. */
export function blankWords(text: string, { start, end }: Range): Token[] {
  const words: Token[] = [];
  let at = start;
  while (at < end) {
    const from = at;
    while (at < end && !isBlank(text.charCodeAt(at))) at++;
    words.push(token(text, from, at));
    while (at < end && isBlank(text.charCodeAt(at))) at++;
  }
  return words;
}

/** The word up to the first blank, and what stands behind the blanks; null without a blank. */
export function cutAtBlank(text: string, { start, end }: Range): readonly [Token, Token] | null {
  let at = start;
  while (at < end && !isBlank(text.charCodeAt(at))) at++;
  if (at === end) return null;
  let next = at;
  while (next < end && isBlank(text.charCodeAt(next))) next++;
  return [token(text, start, at), token(text, next, end)];
}

/** Takes the `--flag` words off the front, quotes removed; `rest` begins behind them, or behind a bare `--`. */
export function takeFlags(text: string, { start, end }: Range, escape: string): { flags: Token[]; rest: number } {
  const flags: Token[] = [];
  let at = start;
  for (;;) {
    while (at < end && isSpace(text.charCodeAt(at))) at++;
    if (at >= end || text[at] !== '-' || text[at + 1] !== '-' || at + 1 >= end) return { flags, rest: at };
    const flag = unquotedWord(text, at, end, escape);
    at = flag.end;
    if (flag.text === '--') return { flags, rest: at };
    flags.push(flag);
  }
}

function unquotedWord(text: string, start: number, end: number, escape: string): Token {
  const kept: string[] = [];
  let quote = '';
  let at = start;
  for (; at < end; at++) {
    const char = text.charAt(at);
    if (quote === '' && isSpace(text.charCodeAt(at))) break;
    if (char === escape) {
      at++;
      if (at < end) kept.push(text.charAt(at));
    } else if (quote === '' && (char === "'" || char === '"')) quote = char;
    else if (char === quote) quote = '';
    else kept.push(char);
  }
  return { text: kept.join(''), start, end: Math.min(at, end) };
}

/** The strings of a JSON array; null when it is none (shell form then), `mixed` when it holds anything but strings. */
export function jsonWords(text: string, { start, end }: Range): Token[] | 'mixed' | null {
  let from = start;
  while (from < end && isSpace(text.charCodeAt(from))) from++;
  if (text[from] !== '[') return null;
  const values = parsedArray(text.slice(from, end));
  if (!values) return null;
  if (!values.every((value) => typeof value === 'string')) return 'mixed';
  let at = from;
  return values.map((value) => {
    at = text.indexOf('"', at);
    const open = at;
    for (at++; text[at] !== '"'; at++) if (text[at] === '\\') at++;
    at++;
    return { text: value.replace(LONE_SURROGATE, '\ufffd'), start: open, end: at };
  });
}

const LONE_SURROGATE = /\p{Surrogate}/gu; // `\ud800` alone is no character: Go's reader puts another one there

function parsedArray(text: string): unknown[] | null {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : null;
  } catch {
    return null; // no JSON: BuildKit then reads the shell form
  }
}
