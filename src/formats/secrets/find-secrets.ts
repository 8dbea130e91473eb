import { keywordSearch } from './keywords.ts';
import { mask } from './mask.ts';
import { assignmentAround, isSecretVariable, looksRandom, SECRET_WORDS } from './names.ts';
import type { Confidence, Haystack, SecretRule } from './rule.ts';
import { VALUE_RULES } from './rules.ts';

/** One place that looks like a secret. The value itself is not in it. */
export interface SecretHit {
  readonly rule: string;
  /** Other rules that the place, or a part of it, satisfies. */
  readonly also?: readonly string[];
  /** UTF-16 offset and length of the value in the text (byte offsets where bytes were given). */
  readonly offset: number;
  readonly length: number;
  /** Counted from 1. */
  readonly line: number;
  readonly masked: string;
  /** The variable's name, for hits by name. */
  readonly name?: string;
  readonly confidence: Confidence;
}

export interface SecretOptions {
  /**
   * How names count. `variables`: the text is an environment, a dotenv file or build arguments, so `DB_PASSWORD=…` is
   * a secret. `text` (default): the value must also look random, and counts as `low`. `none`: only values give secrets
   * away, and what a provider's name beside a value says counts as `low`.
   */
  readonly names?: 'variables' | 'text' | 'none';
  /** Of the file, for kinds of secret that only some files hold. */
  readonly path?: string;
}

/** A place that some rules take for a secret, the first of them with the value. */
export interface Found {
  readonly rule: string;
  readonly also: readonly string[];
  readonly start: number;
  readonly end: number;
  readonly value: string;
  /** What all of the rules cover together. */
  readonly span: { readonly start: number; readonly end: number };
  readonly name?: string;
  readonly confidence: Confidence;
}

type Candidate = Omit<Found, 'also' | 'span'> & { readonly rank: number };

const MOST_HITS = 200;
const MOST_CANDIDATES = 20_000;
const BY_NAME = 'secret-variable';
const BY_NAME_RANK = VALUE_RULES.length;

/** For each keyword the rules that it calls. */
const CALLED = new Map<string, { readonly rule: SecretRule; readonly rank: number }[]>();
for (const [rank, rule] of VALUE_RULES.entries()) {
  for (const keyword of new Set(rule.keywords)) {
    const others = CALLED.get(keyword);
    if (others) others.push({ rule, rank });
    else CALLED.set(keyword, [{ rule, rank }]);
  }
}
const KEYWORDS = [...CALLED.keys()];
const RULES_OF = [...CALLED.values()];
const searchValues = keywordSearch(KEYWORDS);
const searchAll = keywordSearch([...KEYWORDS, ...SECRET_WORDS]);

/**
 * Finds what looks like a secret, by value (provider tokens, keys, credentials in URLs) and by name. At most 200 hits, in
 * the order of the text. Time is linear: one pass for keywords, then only the windows around them are looked at.
 *
 * @example findSecrets('DB_PASSWORD=hunter-2-blue', { names: 'variables' })[0]?.rule // 'secret-variable'
 */
export function findSecrets(text: string | Uint8Array, options: SecretOptions = {}): readonly SecretHit[] {
  return withLines(text, locate(text, options));
}

/** The places with their values: for this room alone, since values go nowhere. */
export function locate(text: string | Uint8Array, { names = 'text', path }: SecretOptions): readonly Found[] {
  const haystack = haystackOf(text);
  const found: Candidate[] = [];
  const windows = new Map<number, Window[]>();
  const search = names === 'none' ? searchValues : searchAll;
  search(haystack.bytes, (keyword, end) => {
    if (found.length >= MOST_CANDIDATES) return;
    const called = RULES_OF[keyword];
    if (!called) applyNames(haystack, end, names, found);
    else {
      const start = end - (KEYWORDS[keyword] ?? '').length;
      for (const { rule, rank } of called) {
        if (rule.path && !rule.path.test(path ?? '')) continue;
        if (rule.isWorth && !rule.isWorth(haystack.bytes, end)) continue;
        if (rule.window) widen(windows, rank, rule.window, start, end, haystack.bytes.length);
        else apply(rule, rank, haystack, start, end, names, found);
      }
    }
  });
  for (const [rank, list] of windows)
    for (const { start, end } of list) apply(VALUE_RULES[rank], rank, haystack, start, end, names, found);
  return withoutOverlaps(found);
}

function haystackOf(text: string | Uint8Array): Haystack {
  if (typeof text === 'string') {
    const bytes = Buffer.from(text, 'latin1'); // keeps the offsets of code units
    return { bytes, slice: (start, end) => text.slice(Math.max(0, start), end) };
  }
  const bytes = Buffer.from(text.buffer, text.byteOffset, text.byteLength);
  return { bytes, slice: (start, end) => bytes.toString('latin1', Math.max(0, start), end) };
}

interface Window {
  readonly start: number;
  end: number;
}

function widen(
  windows: Map<number, Window[]>,
  rank: number,
  reach: { readonly before: number; readonly after: number },
  keywordStart: number,
  keywordEnd: number,
  total: number,
): void {
  const start = Math.max(0, keywordStart - reach.before);
  const end = Math.min(total, keywordEnd + reach.after);
  const list = windows.get(rank) ?? [];
  if (list.length === 0) windows.set(rank, list);
  const last = list.at(-1);
  if (last && start <= last.end) last.end = Math.max(last.end, end);
  else list.push({ start, end });
}

function apply(
  rule: SecretRule | undefined,
  rank: number,
  text: Haystack,
  start: number,
  end: number,
  names: SecretOptions['names'],
  found: Candidate[],
): void {
  const seen = rule?.look(text, start, end);
  if (!rule || !seen) return;
  for (const it of Array.isArray(seen)
    ? (seen as readonly (typeof seen)[]).flat()
    : [seen as Exclude<typeof seen, readonly unknown[]>]) {
    const confidence = rule.isNamed && names === 'none' ? 'low' : it.confidence;
    found.push({ ...it, confidence, rule: rule.id, rank });
  }
}

const NAME_REACH = 100;
const VALUE_REACH = 720;

function applyNames(text: Haystack, end: number, mode: SecretOptions['names'], found: Candidate[]): void {
  const from = Math.max(0, end - NAME_REACH);
  const read = assignmentAround(text.slice(from, end + VALUE_REACH), end - from);
  if (!read || (mode === 'text' && !(read.standsOut && looksRandom(read.value)))) return;
  if (!isSecretVariable(read.name, read.value)) return;
  const start = from + read.at;
  found.push({
    rule: BY_NAME,
    rank: BY_NAME_RANK,
    start,
    end: start + read.value.length,
    value: read.value,
    name: read.name,
    confidence: mode === 'variables' ? 'high' : 'low',
  });
}

/** The first rule that names a place keeps it: rules come before names, and providers before shapes. */
function withoutOverlaps(found: readonly Candidate[]): readonly Found[] {
  const groups: Candidate[][] = [];
  let end = -1;
  for (const next of [...found].sort((a, b) => a.start - b.start || a.rank - b.rank)) {
    if (next.start < end) groups.at(-1)?.push(next);
    else if (groups.push([next]) > MOST_HITS) break;
    end = Math.max(end, next.end);
  }
  return groups.slice(0, MOST_HITS).flatMap((group) => {
    const [best, ...others] = group.sort((a, b) => a.rank - b.rank || a.start - b.start);
    if (!best) return [];
    const { rank: _, ...rest } = best;
    const also = [...new Set(others.map(({ rule }) => rule))].filter((rule) => rule !== best.rule);
    const span = { start: Math.min(...group.map((it) => it.start)), end: Math.max(...group.map((it) => it.end)) };
    return [{ ...rest, also, span }];
  });
}

function withLines(text: string | Uint8Array, found: readonly Found[]): readonly SecretHit[] {
  let line = 1;
  let from = 0;
  return found.map(({ rule, also, start, end, value, name, confidence }) => {
    for (let at = nextLine(text, from); at !== -1 && at < start; at = nextLine(text, at + 1)) {
      line++;
      from = at + 1;
    }
    return {
      rule,
      ...(also.length > 0 ? { also } : {}),
      offset: start,
      length: end - start,
      line,
      masked: mask(value),
      ...(name === undefined ? {} : { name }),
      confidence,
    };
  });
}

function nextLine(text: string | Uint8Array, from: number): number {
  return typeof text === 'string' ? text.indexOf('\n', from) : text.indexOf(0x0a, from);
}
