import { compareDigits, compareText, isDigit, isNumber } from './digits.ts';

/** A number, a word, or a word with the number behind it (`rc1`). */
type Item =
  | { readonly kind: 'number'; readonly digits: string }
  | { readonly kind: 'word'; readonly rank: string }
  | { readonly kind: 'pair'; readonly rank: string; readonly digits: string };

/** A list of items; what follows a dash or a change of digits and letters is a list of its own at the end. */
export type Lists = readonly (readonly Item[])[];

const QUALIFIERS = ['alpha', 'beta', 'milestone', 'rc', 'snapshot', '', 'sp'];
const RELEASES = ['ga', 'final', 'release'];
const RELEASE = String(QUALIFIERS.indexOf(''));
const SHORT: ReadonlyMap<string, string> = new Map([
  ['a', 'alpha'],
  ['b', 'beta'],
  ['m', 'milestone'],
]);

/** Reads a version of Maven 4. */
export function readMaven(version: string): Lists {
  const text = version.toLowerCase();
  const lists: Item[][] = [[]];
  let [start, isNumeric, isPair] = [0, false, false];
  const add = (item: Item) => lists.at(-1)?.push(item);
  const nest = () => {
    if ((lists.at(-1)?.length ?? 0) > 0) lists.push([]);
  };
  const take = (end: number) => add(itemOf(text.slice(start, end), isNumeric, isPair));
  for (let i = 0; i < text.length; i += 1) {
    const character = text[i];
    if (character === '.' || character === '-') {
      if (i === start) add({ kind: 'number', digits: '0' });
      else if (character === '-' && !isNumeric && isDigit(text.charCodeAt(i + 1))) {
        isPair = true;
        continue;
      } else take(i);
      if (character === '-') nest();
      start = i + 1;
      isPair = false;
    } else if (isDigit(text.charCodeAt(i))) {
      if (!isNumeric && i > start) {
        isPair = true;
        nest();
      }
      isNumeric = true;
    } else {
      if (isNumeric && i > start) {
        take(i);
        start = i;
        lists.push([]);
        isPair = false;
      }
      isNumeric = false;
    }
  }
  if (start < text.length) {
    if (!isNumeric) nest();
    take(text.length);
  }
  return normalised(lists);
}

function itemOf(text: string, isNumeric: boolean, isPair: boolean): Item {
  if (isPair) {
    const whole = text.replaceAll('-', '');
    const split = whole.search(/\d/);
    const [word, digits] = split < 0 ? [whole, ''] : [whole.slice(0, split), whole.slice(split)];
    if (isNumber(digits)) return { kind: 'pair', rank: rankOf(SHORT.get(word) ?? word), digits };
  }
  return isNumeric && isNumber(text) ? { kind: 'number', digits: text } : { kind: 'word', rank: rankOf(text) };
}

/** Known qualifiers in their order, then all others by name. */
function rankOf(word: string): string {
  if (RELEASES.includes(word)) return RELEASE;
  const known = QUALIFIERS.indexOf(word === 'cr' ? 'rc' : word);
  return known < 0 ? `${QUALIFIERS.length}-${word}` : String(known);
}

/** Without the zeros at the end of a list and before words and lists of words, and without lists that hold but a list. */
function normalised(lists: readonly (readonly Item[])[]): Lists {
  const kept: Item[][] = [];
  for (const list of lists.toReversed()) {
    let before = ofTail(kept);
    const items: Item[] = [];
    for (const item of list.toReversed()) {
      if (before !== 'other' && isZero(item)) continue;
      items.push(item);
      before = item.kind === 'word' ? 'words' : 'other';
    }
    if (items.length > 0) kept.push(items.toReversed());
  }
  return kept.toReversed();
}

/** What a list's last item stands before. */
function ofTail(kept: readonly (readonly Item[])[]): 'nothing' | 'words' | 'other' {
  const tail = kept.at(-1);
  if (tail === undefined) return 'nothing';
  return tail[0]?.kind === 'number' ? 'other' : 'words';
}

function isZero(item: Item): boolean {
  return item.kind === 'number' && compareDigits(item.digits, '0') === 0;
}

export function compareMaven(a: Lists, b: Lists): number {
  for (let i = 0; ; i += 1) {
    const length = Math.max(a[i]?.length ?? 0, b[i]?.length ?? 0);
    for (let k = 0; k <= length; k += 1) {
      const [left, right] = [elementAt(a, i, k), elementAt(b, i, k)];
      if (left === 'list' && right === 'list') break;
      const order = left === 'list' ? listAgainst(a, i + 1, right) : -against(right, b, i + 1, left);
      if (order !== 0) return order;
      if (k === length) return 0;
    }
  }
}

/** The nested list stands right behind a list's items; beyond it there is nothing. */
function elementAt(lists: Lists, i: number, k: number): Element {
  const items = lists[i] ?? [];
  return items[k] ?? (k === items.length && i + 1 < lists.length ? 'list' : null);
}

type Element = Item | 'list' | null;

function against(element: Element, lists: Lists, i: number, other: Item | null): number {
  return element === 'list' ? listAgainst(lists, i, other) : compareItems(element, other);
}

/** A list against one item: below a number; else its first item decides, then what follows against nothing. */
function listAgainst(lists: Lists, i: number, other: Element): number {
  if (other !== null && other !== 'list' && other.kind === 'number') return -1;
  const [first = null, ...rest] = lists[i] ?? [];
  const order = compareItems(first, other === 'list' ? null : other);
  if (order !== 0) return order;
  for (const item of [...rest, ...lists.slice(i + 1).flat()]) {
    const order = compareItems(item, null);
    if (order !== 0) return order;
  }
  return 0;
}

/** Numbers above words; nothing is like zero, and like a release. */
function compareItems(a: Item | null, b: Item | null): number {
  if (a === null) return b === null ? 0 : -compareItems(b, null);
  if (a.kind === 'number') {
    if (b === null) return isZero(a) ? 0 : 1;
    return b.kind === 'number' ? compareDigits(a.digits, b.digits) : 1;
  }
  if (b?.kind === 'number') return -1;
  return compareText(a.rank, b?.rank ?? RELEASE) || comparePairs(a, b);
}

/** Of two words that are alike, the one with a number is the later; behind a release a zero does not count. */
function comparePairs(a: Item, b: Item | null): number {
  const [left, right] = [countOf(a), countOf(b)];
  return compareDigits(left ?? '', right ?? '') || (isRelease(a) ? 0 : Number(left !== null) - Number(right !== null));
}

function countOf(item: Item | null): string | null {
  return item?.kind === 'pair' ? item.digits : null;
}

function isRelease(item: Item): boolean {
  return item.kind !== 'number' && item.rank === RELEASE;
}
