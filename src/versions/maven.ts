import { constraintHolds, plainly } from './constraint.ts';
import { compareMaven, readMaven } from './maven-version.ts';
import type { VersionOrder } from './order.ts';

/** Maven's ComparableVersion, which orders every text, and its version ranges. */
export const maven: VersionOrder = {
  compare,
  isValid: (version) => version.trim() !== '' && !/[\s,[\]()]/.test(version),
  satisfies: (version, constraint) =>
    /[[\](),]/.test(constraint) && /[[(]/.test(constraint)
      ? inRanges(version, constraint)
      : compares(version, constraint),
};

function compare(a: string, b: string): number {
  return a === b ? 0 : compareMaven(readMaven(a), readMaven(b));
}

function compares(version: string, constraint: string): boolean {
  return constraintHolds(constraint, ({ operator, bound }) =>
    /^[0-9A-Za-z~._+-]+$/.test(bound) ? plainly(operator, compare(version, bound)) : null,
  );
}

/** `[1.0,2.0),[3.0]`: any of them; a lone version is itself, whatever its brackets. */
function inRanges(version: string, constraint: string): boolean {
  const ranges = rangesOf(constraint);
  return ranges !== null && ranges.some((range) => inRange(version, range));
}

interface Range {
  readonly from: string | null;
  readonly to: string | null;
  readonly withFrom: boolean;
  readonly withTo: boolean;
}

function rangesOf(text: string): readonly Range[] | null {
  const ranges: Range[] = [];
  let rest = text.trim();
  while (rest !== '') {
    const end = rest.search(/[\])]/);
    if (end < 0 || !/^[[(]/.test(rest)) return null;
    const range = rangeOf(rest.slice(0, end + 1));
    if (range === null) return null;
    ranges.push(range);
    rest = rest.slice(end + 1).replace(/^[\s,]+/, '');
  }
  return ranges;
}

function rangeOf(text: string): Range | null {
  const parts = text
    .slice(1, -1)
    .split(',')
    .map((it) => it.trim());
  const [withFrom, withTo] = [text.startsWith('['), text.endsWith(']')];
  const [from = '', to = from] = parts;
  if (parts.length > 2 || /[[(]/.test(text.slice(1))) return null;
  if (parts.length === 1) return from === '' ? null : { from, to, withFrom: true, withTo: true };
  return { from: from === '' ? null : from, to: to === '' ? null : to, withFrom, withTo };
}

function inRange(version: string, { from, to, withFrom, withTo }: Range): boolean {
  const [after, before] = [from === null ? 1 : compare(version, from), to === null ? -1 : compare(version, to)];
  return (after > 0 || (withFrom && after === 0)) && (before < 0 || (withTo && before === 0));
}
