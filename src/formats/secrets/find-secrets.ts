import { keywordSearch } from './keywords.ts';
import { mask } from './mask.ts';
import { assignmentAround, isSecretVariable, looksRandom, SECRET_WORDS } from './names.ts';
import { VALUE_RULES, type ValueRule } from './rules.ts';

/** One place that looks like a secret. The value itself is not in it. */
export interface SecretHit {
  readonly rule: string;
  /** UTF-16 offset and length of the value in the text (byte offsets where bytes were given). */
  readonly offset: number;
  readonly length: number;
  /** Counted from 1. */
  readonly line: number;
  readonly masked: string;
  /** The variable's name, for hits by name. */
  readonly name?: string;
  readonly confidence: 'high' | 'low';
}

export interface SecretOptions {
  /**
   * How names count. `variables`: the text is an environment, a dotenv file or build arguments, so `DB_PASSWORD=…` is
   * a secret. `text` (default): the value must also look random, and counts as `low`. `none`: only values give secrets away.
   */
  readonly names?: 'variables' | 'text' | 'none';
}

const MOST_HITS = 200;
const VALUE_KEYWORDS = VALUE_RULES.flatMap(({ keywords }, index) =>
  keywords.map((keyword) => ({ keyword, rule: index })),
);
const searchValues = keywordSearch(VALUE_KEYWORDS.map(({ keyword }) => keyword));
const searchAll = keywordSearch([...VALUE_KEYWORDS.map(({ keyword }) => keyword), ...SECRET_WORDS]);

/**
 * Finds what looks like a secret, by value (provider tokens, keys, credentials in URLs) and by name. At most 200 hits, in
 * the order of the text. Time is linear: one pass for keywords, then only the windows around them are looked at.
 *
 * @example findSecrets('DB_PASSWORD=hunter-2-blue', { names: 'variables' })[0]?.rule // 'secret-variable'
 */
export function findSecrets(text: string | Uint8Array, { names = 'text' }: SecretOptions = {}): readonly SecretHit[] {
  const { windows, nameEnds } = windowsOf(text, names !== 'none');
  const found: Found[] = [];
  VALUE_RULES.forEach((rule, index) => {
    for (const window of windows.get(index) ?? []) applyRule(rule, text, window, found);
  });
  if (names !== 'none') for (const end of nameEnds) applyNames(text, end, names, found);
  return withLines(text, withoutOverlaps(found));
}

interface Window {
  readonly start: number;
  end: number;
}

interface Found {
  readonly rule: string;
  readonly offset: number;
  readonly value: string;
  readonly name?: string;
  readonly confidence: 'high' | 'low';
}

function windowsOf(text: string | Uint8Array, withNames: boolean) {
  const bytes = typeof text === 'string' ? Buffer.from(text, 'latin1') : text; // latin1 keeps the offsets of code units
  const windows = new Map<number, Window[]>();
  const nameEnds: number[] = [];
  const search = withNames ? searchAll : searchValues;
  search(bytes, (keyword, end) => {
    const known = VALUE_KEYWORDS[keyword];
    if (known) widen(windows, known.rule, known.keyword.length, end, bytes.length);
    else nameEnds.push(end);
  });
  return { windows, nameEnds };
}

function widen(windows: Map<number, Window[]>, index: number, length: number, end: number, total: number): void {
  const rule = VALUE_RULES[index];
  if (!rule) return;
  const start = Math.max(0, end - length - rule.before);
  const stop = Math.min(total, end + rule.after);
  const list = windows.get(index) ?? [];
  if (list.length === 0) windows.set(index, list);
  const last = list.at(-1);
  if (last && start <= last.end) last.end = Math.max(last.end, stop);
  else list.push({ start, end: stop });
}

function applyRule(rule: ValueRule, text: string | Uint8Array, { start, end }: Window, found: Found[]): void {
  const window = sliceOf(text, start, end);
  let hits = 0;
  for (const match of window.matchAll(rule.pattern)) {
    const value = match[1] ?? match[0];
    const confidence = rule.confidence(value, match);
    if (!confidence) continue;
    const offset = start + match.index + match[0].indexOf(value);
    found.push({ rule: rule.id, offset, value, confidence });
    if (++hits >= MOST_HITS) return;
  }
}

const NAME_REACH = 100;
const VALUE_REACH = 720;

function applyNames(text: string | Uint8Array, end: number, mode: 'variables' | 'text', found: Found[]): void {
  const start = Math.max(0, end - NAME_REACH);
  const read = assignmentAround(sliceOf(text, start, end + VALUE_REACH), end - start);
  if (!read || !isSecretVariable(read.name, read.value)) return;
  if (mode === 'text' && !(read.standsOut && looksRandom(read.value))) return;
  const confidence = mode === 'variables' ? 'high' : 'low';
  found.push({ rule: 'secret-variable', offset: start + read.at, value: read.value, name: read.name, confidence });
}

function sliceOf(text: string | Uint8Array, start: number, end: number): string {
  if (typeof text === 'string') return text.slice(start, end);
  return Buffer.from(text.buffer, text.byteOffset, text.byteLength).toString('latin1', start, end);
}

/** The first rule that names a place keeps it: rules come before names, and providers before shapes. */
function withoutOverlaps(found: readonly Found[]): readonly Found[] {
  const ranked = found.map((it, rank) => ({ it, rank })).sort((a, b) => a.it.offset - b.it.offset || a.rank - b.rank);
  const kept: { it: Found; rank: number }[] = [];
  for (const next of ranked) {
    const last = kept.at(-1);
    const overlaps = last && next.it.offset < last.it.offset + last.it.value.length;
    if (!overlaps) kept.push(next);
    else if (next.rank < last.rank) kept[kept.length - 1] = next;
    if (kept.length > MOST_HITS) break;
  }
  return kept.slice(0, MOST_HITS).map(({ it }) => it);
}

function withLines(text: string | Uint8Array, found: readonly Found[]): readonly SecretHit[] {
  let line = 1;
  let from = 0;
  return found.map(({ rule, offset, value, name, confidence }) => {
    for (let at = nextLine(text, from); at !== -1 && at < offset; at = nextLine(text, at + 1)) {
      line++;
      from = at + 1;
    }
    const hit = { rule, offset, length: value.length, line, masked: mask(value), confidence };
    return name === undefined ? hit : { ...hit, name };
  });
}

function nextLine(text: string | Uint8Array, from: number): number {
  return typeof text === 'string' ? text.indexOf('\n', from) : text.indexOf(0x0a, from);
}
