import { plainOrder } from './constraint.ts';
import { compareDigits, compareText, parsedFirst } from './digits.ts';

const FORM = /^(\d+)((?:\.\d+)*)([a-z]?)((?:_(?:pre|p|beta|alpha|rc)\d*)*)(?:-r(\d+))?$/;
const SUFFIXES = ['alpha', 'beta', 'pre', 'rc', 'p'];

interface Ebuild {
  readonly first: string;
  readonly rest: readonly string[];
  readonly letter: string;
  readonly suffixes: readonly (readonly [rank: number, count: string])[];
  readonly revision: string;
}

/** Gentoo: `digits(.digits)*[letter](_suffix[digits])*[-rN]`; a part with a zero before it is a fraction. */
export const portage = plainOrder(parsedFirst(read, compare), (version) => FORM.test(version));

function read(version: string): Ebuild | null {
  const found = FORM.exec(version.trim());
  if (found === null) return null;
  const [, first = '', rest = '', letter = '', suffixes = '', revision = ''] = found;
  return { first, rest: rest.split('.').slice(1), letter, suffixes: suffixesOf(suffixes), revision };
}

function suffixesOf(text: string): (readonly [number, string])[] {
  return text
    .split('_')
    .slice(1)
    .map((it) => {
      const name = /^[a-z]+/.exec(it)?.[0] ?? '';
      return [SUFFIXES.indexOf(name), it.slice(name.length)] as const;
    });
}

function compare(a: Ebuild, b: Ebuild): number {
  return (
    compareDigits(a.first, b.first) ||
    compareRest(a.rest, b.rest) ||
    compareText(a.letter, b.letter) ||
    compareSuffixes(a.suffixes, b.suffixes) ||
    compareDigits(a.revision, b.revision)
  );
}

function compareRest(a: readonly string[], b: readonly string[]): number {
  const both = Math.min(a.length, b.length);
  for (let i = 0; i < both; i += 1) {
    const [left, right] = [a[i] ?? '', b[i] ?? ''];
    const isFraction = left.startsWith('0') || right.startsWith('0');
    const order = isFraction ? compareText(withoutZeros(left), withoutZeros(right)) : compareDigits(left, right);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

function withoutZeros(fraction: string): string {
  let end = fraction.length;
  while (fraction[end - 1] === '0') end -= 1;
  return fraction.slice(0, end);
}

/** Where one ends, the other's next suffix decides: only `_p` is later than none. */
function compareSuffixes(a: Ebuild['suffixes'], b: Ebuild['suffixes']): number {
  const both = Math.max(a.length, b.length);
  const none = SUFFIXES.indexOf('p') - 0.5;
  for (let i = 0; i < both; i += 1) {
    const [[left, leftCount], [right, rightCount]] = [a[i] ?? [none, ''], b[i] ?? [none, '']];
    const order = left - right || compareDigits(leftCount, rightCount);
    if (order !== 0) return order;
  }
  return 0;
}
