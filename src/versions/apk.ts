import { constraintHolds, plainly, plainRanges } from './constraint.ts';
import { compareDigits, compareText, isDigit } from './digits.ts';
import type { VersionOrder } from './order.ts';

/** Kinds of parts in the order in which they may follow each other; what cannot be read is above them all. */
const KIND = { first: 0, number: 1, letter: 2, suffix: 3, suffixNumber: 4, hash: 5, revision: 6, end: 7, invalid: 8 };
/** Below the middle: before the release. */
const SUFFIXES = ['alpha', 'beta', 'pre', 'rc', '', 'cvs', 'svn', 'git', 'hg', 'p'];
const RELEASE = SUFFIXES.indexOf('');

interface Part {
  readonly kind: number;
  readonly text: string;
}

/** Alpine: `digits(.digits)*[letter](_suffix[digits])*[~hash][-rN]`. */
export const apk: VersionOrder = { compare: (a, b) => order(a, b, false), isValid, satisfies };

const plain = plainRanges((a, b) => order(a, b, false));

function satisfies(version: string, constraint: string): boolean {
  if (!constraint.includes('~')) return plain(version, constraint);
  return constraintHolds(constraint, ({ operator, bound }) => {
    if (!operator.includes('~')) return plainly(operator, order(version, bound, false));
    return fuzzily(operator, order(version, bound, true));
  });
}

/** The operators with `~`: the bound is a beginning. */
function fuzzily(operator: string, order: number): boolean | null {
  switch (operator) {
    case '~':
    case '=~':
    case '~=':
      return order === 0;
    case '!~':
      return order !== 0;
    case '>~':
    case '>=~':
      return order >= 0;
    case '<~':
    case '<=~':
      return order <= 0;
    default:
      return null;
  }
}

function order(a: string, b: string, isFuzzy: boolean): number {
  if (a === b) return 0;
  const [left, right] = [partsOf(a), partsOf(b)];
  for (let i = 0; ; i += 1) {
    const [one, other] = [left[i] ?? END, right[i] ?? END];
    if (one.kind !== other.kind) return isFuzzy && other.kind === KIND.end ? 0 : byKind(one, other);
    if (one.kind >= KIND.end) return 0;
    const order = byValue(one, other);
    if (order !== 0) return order;
  }
}

const END: Part = { kind: KIND.end, text: '' };

/** What goes on is the later one, unless it goes on towards a release. */
function byKind(a: Part, b: Part): number {
  if (isBefore(a)) return -1;
  if (isBefore(b)) return 1;
  return b.kind - a.kind;
}

function isBefore({ kind, text }: Part): boolean {
  return kind === KIND.suffix && SUFFIXES.indexOf(text) < RELEASE;
}

function byValue(a: Part, b: Part): number {
  if (a.kind === KIND.suffix) return SUFFIXES.indexOf(a.text) - SUFFIXES.indexOf(b.text);
  const isText = a.kind === KIND.letter || a.kind === KIND.hash;
  const hasZero = a.kind === KIND.number && (a.text.startsWith('0') || b.text.startsWith('0'));
  return isText || hasZero ? compareText(a.text, b.text) : compareDigits(a.text, b.text);
}

function isValid(version: string): boolean {
  return partsOf(version).every(({ kind }) => kind !== KIND.invalid);
}

function partsOf(version: string): Part[] {
  const parts: Part[] = [];
  let at = 0;
  let kind = -1;
  do {
    const part = partAt(version, at, kind);
    if (part === null) return [...parts, { kind: KIND.invalid, text: '' }];
    ({ kind } = part);
    parts.push({ kind, text: version.slice(at + part.skip, part.end) });
    at = part.end;
  } while (at < version.length);
  return parts;
}

/** The part that begins here, after one of that kind; null where none may. */
function partAt(version: string, at: number, after: number): { kind: number; skip: number; end: number } | null {
  const numeric = (kind: number, skip: number) => {
    const end = spanOf(version, at + skip, (code) => isDigit(code));
    return end > at + skip ? { kind, skip, end } : null;
  };
  if (after < 0) return numeric(KIND.first, 0);
  const character = version.charAt(at);
  if (after === KIND.suffix && isDigit(version.charCodeAt(at))) return numeric(KIND.suffixNumber, 0);
  if (character === '.') return after <= KIND.number ? numeric(KIND.number, 1) : null;
  if (character >= 'a' && character <= 'z')
    return after <= KIND.number ? { kind: KIND.letter, skip: 0, end: at + 1 } : null;
  if (character === '_') return after <= KIND.suffixNumber ? suffixAt(version, at) : null;
  if (character === '~') return after < KIND.hash ? hashAt(version, at) : null;
  if (character === '-' && version[at + 1] === 'r') return after < KIND.revision ? numeric(KIND.revision, 2) : null;
  return null;
}

function suffixAt(version: string, at: number): { kind: number; skip: number; end: number } | null {
  const end = spanOf(version, at + 1, (code) => code >= 0x61 && code <= 0x7a);
  const name = version.slice(at + 1, end);
  return name !== '' && SUFFIXES.includes(name) ? { kind: KIND.suffix, skip: 1, end } : null;
}

function hashAt(version: string, at: number): { kind: number; skip: number; end: number } | null {
  const end = spanOf(version, at + 1, (code) => isDigit(code) || (code >= 0x61 && code <= 0x66));
  return end > at + 1 ? { kind: KIND.hash, skip: 1, end } : null;
}

function spanOf(text: string, from: number, isWanted: (code: number) => boolean): number {
  let i = from;
  while (i < text.length && isWanted(text.charCodeAt(i))) i += 1;
  return i;
}
