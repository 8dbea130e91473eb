import { constraintHolds } from './constraint.ts';
import { boundsOf, type Bound, holds, hyphen, type Written, type PrePolicy } from './npm-range.ts';
import type { Dialect, VersionOrder } from './order.ts';
import { compareNumbers } from './digits.ts';
import { compareLoosely, satisfiesAsReported } from './semver.ts';

const LONGEST = 256;
const IDENTIFIERS = '[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*';
const NUMBER = '(?:0|[1-9]\\d*)';
const VERSION = new RegExp(`^v?(${NUMBER}(?:\\.${NUMBER}){2})(?:-(${IDENTIFIERS}))?(?:\\+${IDENTIFIERS})?$`);
const PLACE = `(?:${NUMBER}|[xX*])`;
const PARTIAL = new RegExp(`^v?(${PLACE}(?:\\.${PLACE}){0,2})(?:-(${IDENTIFIERS}))?(?:\\+${IDENTIFIERS})?$`);

/** node-semver: its order (also of what it would reject) and its ranges. */
export const npm: VersionOrder = { compare: compareLoosely, isValid: (text) => readVersion(text) !== null, satisfies };

function satisfies(version: string, constraint: string, dialect: Dialect = 'npm'): boolean {
  if (dialect === 'grype') return satisfiesAsReported(version, constraint);
  const read = readVersion(version);
  if (read === null) return false;
  switch (dialect) {
    case 'npm+includePrerelease':
      return inRange(read, constraint, 'always');
    case 'trivy-semver':
    case 'trivy-npm':
      return satisfiesOwnBounds(read, constraint, dialect);
    default:
      return inRange(read, constraint, 'same-numbers');
  }
}

function readVersion(text: string): Written | null {
  if (text.length > LONGEST) return null;
  const found = VERSION.exec(text.trim());
  return found === null ? null : checked(found[1] ?? '', found[2]);
}

/** Null where a number is larger than JavaScript counts, or an identifier has zeros before it. */
function checked(numbers: string, pre: string | undefined): Written | null {
  const [list, identifiers] = [numbers.split('.'), pre?.split('.') ?? []];
  const known = list.findIndex((it) => /[xX*]/.test(it));
  if (list.some((it) => /\d/.test(it) && !Number.isSafeInteger(Number(it)))) return null;
  if (identifiers.some((it) => /^0\d+$/.test(it))) return null;
  return { numbers: known < 0 ? list : list.slice(0, known), pre: identifiers };
}

function readPartial(text: string, takesShortPre: boolean): Written | null {
  const found = text.length > LONGEST ? null : PARTIAL.exec(text);
  if (found === null) return null;
  const [, numbers = '', pre] = found;
  if (pre !== undefined && !takesShortPre && numbers.split('.').length < 3) return null;
  const read = checked(numbers, pre);
  return takesShortPre || read === null || read.numbers.length === 3 ? read : { ...read, pre: [] };
}

function inRange(version: Written, constraint: string, policy: PrePolicy): boolean {
  const alternatives: (readonly Bound[])[] = [];
  for (const part of constraint.split('||')) {
    const bounds = boundsIn(part, policy === 'always');
    if (bounds === null) return false;
    alternatives.push(bounds);
  }
  const all = alternatives.find(isAll);
  return (all === undefined ? alternatives : [all]).some((bounds) => allHold(bounds, version, policy));
}

/** One alternative that takes all releases stands for the whole range: no other lets pre-releases in. */
function isAll(bounds: readonly Bound[]): boolean {
  return bounds.every(
    ({ operator, numbers, pre }) => operator === '>=' && pre.length === 0 && numbers.every((it) => it === '0'),
  );
}

function allHold(bounds: readonly Bound[], version: Written, policy: PrePolicy): boolean {
  if (!bounds.every((it) => holds(it, version))) return false;
  if (policy === 'always' || version.pre.length === 0) return true;
  return bounds.some(
    ({ numbers, pre }) => pre.length > 0 && numbers.length === 3 && compareNumbers(numbers, version.numbers, '0') === 0,
  );
}

/** All bounds of one alternative; null where it cannot be read. */
function boundsIn(text: string, includesPre: boolean): readonly Bound[] | null {
  const words = text.trim().split(/\s+/);
  if (words[0] === '') return [];
  if (words.length === 3 && words[1] === '-') {
    const [from, to] = [readPartial(words[0] ?? '', false), readPartial(words[2] ?? '', false)];
    return from === null || to === null ? null : hyphen(from, to, includesPre);
  }
  const bounds: Bound[] = [];
  let pending = '';
  for (const word of words) {
    const [operator, rest] = split(pending + word);
    if (!NPM_OPERATORS.has(operator)) return null;
    pending = rest === '' ? operator : '';
    if (rest === '') continue;
    const version = readPartial(rest, false);
    const isTwice = operator === '==' && version?.numbers.length === 3; // which npm takes for short forms only
    const written = isTwice || version === null ? null : boundsOf(operator, version, includesPre);
    if (written === null) return null;
    bounds.push(...written);
  }
  return pending === '' ? bounds : null;
}

const NPM_OPERATORS = new Set(['', '=', '==', '~', '~>', '^', '<', '<=', '>', '>=']);

/** The operator and the version behind it; `~` and `^` take signs of equality too. */
function split(word: string): readonly [string, string] {
  const written = /^[<>=~^!]*/.exec(word)?.[0] ?? '';
  return [/^[~^]/.test(written) ? written.replace(/=+$/, '') : written, word.slice(written.length)];
}

/** Each comparison by itself; a pre-release only where its own bound has one, and in Trivy's npm of the same numbers. */
function satisfiesOwnBounds(version: Written, constraint: string, dialect: 'trivy-semver' | 'trivy-npm'): boolean {
  if (constraint.trim() === '') return version.pre.length === 0;
  return constraintHolds(constraint, ({ operator, bound }) => {
    const isNot = operator === '!=';
    const read = readPartial(bound, true);
    const bounds = read && boundsOf(isNot ? '=' : operator, read, false);
    if (read === null || bounds === null || (isNot && dialect === 'trivy-npm')) return null;
    if (read.pre.length > 0 && read.numbers.length < 3) return false;
    if (version.pre.length > 0 && !takesPre(version, read, dialect === 'trivy-npm')) return false;
    return bounds.every((it) => holds(it, version)) !== isNot;
  });
}

function takesPre(version: Written, { numbers, pre }: Written, onlySameNumbers: boolean): boolean {
  return pre.length > 0 && (!onlySameNumbers || compareNumbers(numbers, version.numbers, '0') === 0);
}
