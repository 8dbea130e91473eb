import { type Body, ends, isWordByte, measure } from './body.ts';
import { entropyOf, isPlaceholder } from './placeholders.ts';

export type Confidence = 'high' | 'low';

/** The text that is looked through, as bytes or as code units of the same number. */
export interface Haystack {
  readonly bytes: Uint8Array;
  slice(start: number, end: number): string;
}

/** A place that a rule takes for a secret. */
export interface Sighting {
  readonly start: number;
  readonly end: number;
  readonly value: string;
  readonly confidence: Confidence;
}

/** How a kind of secret is told. A keyword that stands somewhere gives the place, `look` says whether it is one. */
export interface SecretRule {
  readonly id: string;
  /** What others call it. */
  readonly aliases: readonly string[];
  /** Lower-case, three bytes at least; one of them stands in or before every secret of the kind. */
  readonly keywords: readonly string[];
  /** Only files with such a path are looked at. */
  readonly path?: RegExp;
  /** The name beside the value counts, so it is doubtful where names mean nothing. */
  readonly isNamed?: boolean;
  /** How far around a keyword is looked: windows that overlap are looked at once. Without it each keyword is looked at. */
  readonly window?: { readonly before: number; readonly after: number };
  /** Whether a window is worth while: a quick look at what stands behind the keyword. */
  readonly isWorth?: (bytes: Uint8Array, end: number) => boolean;
  /** `start` and `end` are those of the keyword, or of the window. */
  readonly look: (text: Haystack, start: number, end: number) => Sighting | readonly Sighting[] | null;
}

export interface RuleOptions {
  readonly aliases?: readonly string[];
  /** Bits per character that the value has at least. */
  readonly entropy?: number;
  readonly path?: RegExp;
  /** Last look at what has the right form; null = not a secret. */
  readonly judge?: (secret: string) => Confidence | null;
}

const RANDOM_BITS = 2;

function judgeOf({ entropy = RANDOM_BITS, judge }: RuleOptions) {
  return (secret: string): Confidence | null => {
    if (entropyOf(secret) < entropy || isPlaceholder(secret)) return null;
    return judge ? judge(secret) : 'high';
  };
}

function base(id: string, keywords: readonly string[], { aliases = [], path }: RuleOptions) {
  const lower = [...new Set(keywords.map((keyword) => keyword.toLowerCase()))];
  return { id, aliases, keywords: lower, ...(path ? { path } : {}) };
}

/** A token that begins with its provider's prefix, in just this case, and with nothing of a word before it. */
export function token(
  id: string,
  prefix: string | readonly string[],
  body: Body,
  options: RuleOptions = {},
): SecretRule {
  const prefixes = typeof prefix === 'string' ? [prefix] : prefix;
  const judge = judgeOf(options);
  return {
    ...base(id, prefixes, options),
    look: (text, start, end) => {
      if (start > 0 && isWordByte(text.bytes[start - 1])) return null;
      const stop = measure(body, text, end);
      if (stop < 0 || !ends(text.bytes, stop)) return null;
      const value = text.slice(start, stop);
      if (!prefixes.some((it) => value.startsWith(it))) return null;
      const confidence = judge(value);
      return confidence && { start, end: stop, value, confidence };
    },
  };
}

/** A value without a mark of its own: it is told by the provider's name in what it is assigned to, and by its form. */
export function named(
  id: string,
  names: string | readonly string[],
  body: Body,
  options: RuleOptions = {},
): SecretRule {
  const judge = judgeOf(options);
  return {
    ...base(id, typeof names === 'string' ? [names] : names, options),
    isNamed: true,
    look: (text, begin, end) => {
      let start = isName(text.bytes, begin, end) ? assignedAt(text.bytes, end) : -1;
      if (start < 0) return null;
      let stop = measure(body, text, start);
      // equals signs before a value may belong to it
      while (stop < 0 && text.bytes[start - 1] === EQUALS && start > end + 1) stop = measure(body, text, --start);
      if (stop < 0 || !closes(text.bytes, stop)) return null;
      const value = text.slice(start, stop);
      const confidence = judge(value);
      return confidence && { start, end: stop, value, confidence: /\d/.test(value) ? confidence : 'low' };
    },
  };
}

/** Anything else: an expression over the window around a keyword. Group 1, where there is one, is the secret. */
export function shape(
  id: string,
  keywords: readonly string[],
  pattern: RegExp,
  options: Omit<RuleOptions, 'judge'> & {
    readonly before: number;
    readonly after: number;
    readonly isWorth?: SecretRule['isWorth'];
    readonly judge?: (secret: string, match: RegExpMatchArray) => Confidence | null;
  },
): SecretRule {
  const { before, after, judge, isWorth, ...rest } = options;
  const plain = judgeOf(rest);
  return {
    ...base(id, keywords, rest),
    window: { before, after },
    ...(isWorth ? { isWorth } : {}),
    look: (text, start, end) => {
      const seen: Sighting[] = [];
      for (const match of text.slice(start, end).matchAll(pattern)) {
        const value = match[1] ?? match[0];
        const confidence = judge ? judge(value, match) : plain(value);
        const at = start + match.index + match[0].indexOf(value);
        if (confidence) seen.push({ start: at, end: at + value.length, value, confidence });
        if (seen.length >= MOST_IN_WINDOW) break;
      }
      return seen;
    },
  };
}

const MOST_IN_WINDOW = 200;
const LONGEST_NAME_REST = 20;
const LONGEST_INTRODUCTION = 6;
const SHORT_NAME = 5;

/** Not the middle of another word (`gLOBal`, `sUMOf`): what stands before it is of another case, and short ones are of one. */
function isName(bytes: Uint8Array, start: number, end: number): boolean {
  const before = caseOf(bytes[start - 1]);
  if (before !== 0 && before === caseOf(bytes[start])) return false;
  if (end - start > SHORT_NAME) return true;
  for (let at = start + 2; at < end; at++) if (caseOf(bytes[at]) !== caseOf(bytes[start + 1])) return false;
  return true;
}

/** 0 = no letter, 1 = small, 2 = capital. */
function caseOf(byte: number | undefined): 0 | 1 | 2 {
  if (byte === undefined) return 0;
  if (byte >= 0x61 && byte <= 0x7a) return 1;
  return byte >= 0x41 && byte <= 0x5a ? 2 : 0;
}

/** Where the value begins that is assigned to the name in which a keyword ends: `…_key = "`, `…Token => '`, `…-secret: `; -1 = none. */
export function assignedAt(bytes: Uint8Array, end: number): number {
  let at = end;
  for (const most = end + LONGEST_NAME_REST; at < most && isNameByte(bytes[at]); ) at++;
  for (const most = at + 3; at < most && (isSpace(bytes[at]) || isQuote(bytes[at]) || isWrapping(bytes[at])); ) at++;
  const value = afterOperator(bytes, at);
  if (value < 0) return -1;
  at = value;
  for (const most = at + LONGEST_INTRODUCTION; at < most && introduces(bytes[at]); ) at++;
  return at;
}

const [
  TAB,
  NEWLINE,
  RETURN,
  SPACE,
  DOUBLE,
  SINGLE,
  COMMA,
  COLON,
  SEMICOLON,
  EQUALS,
  GREATER,
  LESS,
  QUESTION,
  BACKSLASH,
  GRAVE,
  BAR,
  BRACKET,
  OPEN,
  CLOSE,
  PLUS,
] = Buffer.from('\t\n\r "\',:;=><?\\`|]()+');

/** Between the operator and the value: quotes, those of a text within a text too, and what begins a block of YAML. */
function introduces(byte: number | undefined): boolean {
  return isSpace(byte) || isQuote(byte) || byte === EQUALS || byte === BACKSLASH || byte === BAR || byte === GREATER;
}

/** `=` `=>` `:` `:=` `::=` `:::=` `?=` `+=` `||` `,` `>` `(` */
function afterOperator(bytes: Uint8Array, at: number): number {
  const first = bytes[at];
  if (first === EQUALS) return bytes[at + 1] === GREATER ? at + 2 : at + 1;
  if (first === GREATER || first === COMMA || first === OPEN) return at + 1;
  if (first === BAR) return bytes[at + 1] === BAR ? at + 2 : -1;
  if (first === QUESTION || first === PLUS) return bytes[at + 1] === EQUALS ? at + 2 : -1;
  if (first !== COLON) return -1;
  let stop = at + 1;
  while (stop < at + 3 && bytes[stop] === COLON) stop++;
  if (bytes[stop] === EQUALS) return stop + 1;
  return stop === at + 1 ? stop : -1;
}

/** After a value without a mark of its own stands what ends a text or a statement. */
function closes(bytes: Uint8Array, at: number): boolean {
  const byte = bytes[at];
  return (
    byte === undefined ||
    isSpace(byte) ||
    isQuote(byte) ||
    byte === SEMICOLON ||
    byte === COMMA ||
    byte === LESS ||
    byte === CLOSE ||
    byte === BACKSLASH
  );
}

function isSpace(byte: number | undefined): boolean {
  return byte === SPACE || byte === TAB || byte === NEWLINE || byte === RETURN;
}

function isQuote(byte: number | undefined): boolean {
  return byte === DOUBLE || byte === SINGLE || byte === GRAVE;
}

/** Of `["NAME"]` and of a text within a text. */
function isWrapping(byte: number | undefined): boolean {
  return byte === BACKSLASH || byte === BRACKET;
}

function isNameByte(byte: number | undefined): boolean {
  return isWordByte(byte) || byte === 0x2d || byte === 0x2e || byte === SPACE || byte === TAB;
}
