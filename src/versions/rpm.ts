import { plainRanges } from './constraint.ts';
import { compareDigits, compareText, isDigit, isLetter } from './digits.ts';
import { evrOf } from './evr.ts';
import type { VersionOrder } from './order.ts';

const strict = plainRanges(compare);
const lenient = plainRanges(compareAsReported);

/** RPM: `rpmvercmp` on epoch, version and release. */
export const rpm: VersionOrder = {
  compare,
  isValid: (version) => /^(?:\d+:)?[A-Za-z0-9._+~^]+(?:-[A-Za-z0-9._+~^]+)?$/.test(version),
  satisfies: (version, constraint, dialect) => (dialect === 'grype' ? lenient : strict)(version, constraint),
};

function compare(a: string, b: string): number {
  if (a === b) return 0;
  const [left, right] = [evrOf(a), evrOf(b)];
  return (
    rpmvercmp(left.epoch ?? '0', right.epoch ?? '0') ||
    rpmvercmp(left.version, right.version) ||
    releases(left.release, right.release)
  );
}

/** A missing release is the lower one. */
function releases(a: string | null, b: string | null): number {
  if (a === null || b === null) return Number(a !== null) - Number(b !== null);
  return rpmvercmp(a, b);
}

/** As scanners compare: sources often leave the epoch away, so it counts only where both have it; zeros at an end do not. */
function compareAsReported(a: string, b: string): number {
  const [left, right] = [evrOf(a), evrOf(b)];
  const epochs = left.epoch === null || right.epoch === null ? 0 : rpmvercmp(left.epoch, right.epoch);
  return (
    epochs ||
    rpmvercmp(withoutZeros(left.version), withoutZeros(right.version)) ||
    rpmvercmp(withoutZeros(left.release ?? ''), withoutZeros(right.release ?? ''))
  );
}

/** Without the segments `0` at the end. */
export function withoutZeros(text: string): string {
  let end = text.length;
  for (;;) {
    if (text[end - 1] !== '0') return text.slice(0, end);
    let start = end - 1;
    while (start > 0 && isSeparator(text.charCodeAt(start - 1))) start -= 1;
    if (start === end - 1 || start === 0) return text.slice(0, end);
    end = start;
  }
}

/** Orders two fields: `~` below the end, `^` just above it, digits above letters, separators only part. */
export function rpmvercmp(a: string, b: string): number {
  if (a === b) return 0;
  let [i, j] = [0, 0];
  for (;;) {
    while (i < a.length && isSeparator(a.charCodeAt(i))) i += 1;
    while (j < b.length && isSeparator(b.charCodeAt(j))) j += 1;
    const mark = marked(a[i], b[j]);
    if (mark === 'both') {
      i += 1;
      j += 1;
      continue;
    }
    if (mark !== null) return mark;
    if (i >= a.length || j >= b.length) return Number(i < a.length) - Number(j < b.length);
    const isWanted = isDigit(a.charCodeAt(i)) ? isDigit : isLetter;
    const [left, right] = [endOf(a, i, isWanted), endOf(b, j, isWanted)];
    if (right === j) return isWanted === isDigit ? 1 : -1;
    const compareSegments = isWanted === isDigit ? compareDigits : compareText;
    const order = compareSegments(a.slice(i, left), b.slice(j, right));
    if (order !== 0) return order;
    [i, j] = [left, right];
  }
}

/** What `~` and `^` decide; null = neither is there. */
function marked(a: string | undefined, b: string | undefined): number | 'both' | null {
  if (a === '~' || b === '~') return a === b ? 'both' : a === '~' ? -1 : 1;
  if (a !== '^' && b !== '^') return null;
  if (a === b) return 'both';
  if (a === undefined) return -1;
  if (b === undefined) return 1;
  return a === '^' ? -1 : 1;
}

function isSeparator(code: number): boolean {
  return !isDigit(code) && !isLetter(code) && code !== 0x7e && code !== 0x5e;
}

function endOf(text: string, from: number, isWanted: (code: number) => boolean): number {
  let i = from;
  while (i < text.length && isWanted(text.charCodeAt(i))) i += 1;
  return i;
}
