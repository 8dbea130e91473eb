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

/** Without the zeros at the end of a list, and before words and lists of words. */
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
    if (items.length > 0 || kept.length > 0) kept.push(items.toReversed());
  }
  return kept.toReversed();
}

/** What a list's last item stands before. */
function ofTail(kept: readonly (readonly Item[])[]): 'nothing' | 'words' | 'other' {
  const tail = kept.at(-1);
  if (tail === undefined) return 'nothing';
  return tail[0] === undefined || tail[0].kind === 'number' ? 'other' : 'words';
}

function isZero(item: Item): boolean {
  return item.kind === 'number' && compareDigits(item.digits, '0') === 0;
}

export function compareMaven(a: Lists, b: Lists): number {
  const both = Math.max(a.length, b.length);
  for (let i = 0; i < both; i += 1) {
    const length = Math.max(a[i]?.length ?? 0, b[i]?.length ?? 0);
    for (let k = 0; k <= length; k += 1) {
      const [left, right] = [elementAt(a, i, k), elementAt(b, i, k)];
      if (left === 'list' && right === 'list') break;
      const order = left === null ? -againstNothing(right, b, i) : compareElements(left, right, a, i);
      if (order !== 0) return order;
    }
  }
  return 0;
}

/** The nested list stands right behind a list's items; beyond it there is nothing. */
function elementAt(lists: Lists, i: number, k: number): Item | 'list' | null {
  const items = lists[i];
  if (items === undefined) return null;
  return items[k] ?? (k === items.length && i + 1 < lists.length ? 'list' : null);
}

/** Lists are below numbers and above words. */
function compareElements(left: Item | 'list', right: Item | 'list' | null, lists: Lists, i: number): number {
  if (right === null) return againstNothing(left, lists, i);
  if (left === 'list') return right !== 'list' && right.kind === 'number' ? -1 : 1;
  if (right === 'list') return left.kind === 'number' ? 1 : -1;
  if (left.kind === 'number') return right.kind === 'number' ? compareDigits(left.digits, right.digits) : 1;
  if (right.kind === 'number') return -1;
  return compareText(left.rank, right.rank) || comparePairs(left, right);
}

/** Of two words that are alike, the one with a number is the later. */
function comparePairs(left: Item, right: Item): number {
  if (left.kind === 'word' || right.kind === 'word')
    return Number(left.kind === 'pair') - Number(right.kind === 'pair');
  return compareDigits(left.digits, right.digits);
}

/** A list is as what is in it that counts first. */
function againstNothing(element: Item | 'list' | null, lists: Lists, i: number): number {
  if (element === null) return 0;
  if (element !== 'list') return itemAgainstNothing(element);
  for (const list of lists.slice(i + 1))
    for (const item of list) {
      const order = itemAgainstNothing(item);
      if (order !== 0) return order;
    }
  return 0;
}

function itemAgainstNothing(item: Item): number {
  if (item.kind === 'number') return isZero(item) ? 0 : 1;
  return compareText(item.rank, RELEASE);
}
