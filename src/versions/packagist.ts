import { bumping } from './generic.ts';
import { constraintHolds, plainly } from './constraint.ts';
import { compareDigits } from './digits.ts';
import type { VersionOrder } from './order.ts';

/** Words that PHP knows by their beginning; numbers and the end lie between `rc` and `p`. */
const FORMS = ['dev', 'alpha', 'a', 'beta', 'b', 'RC', 'rc', 'pl', 'p'];
const RANKS = [0, 1, 1, 2, 2, 3, 3, 5, 5];
const UNKNOWN = -1;
const END = 4;
const NUMBER = 4.5;

/** Composer's packages in the order of PHP's `version_compare`, a `v` before a number aside. */
export const packagist: VersionOrder = {
  compare,
  isValid: (version) => /^v?\d(?:[-_.+]?[0-9A-Za-z])*$/.test(version) || /^dev-./.test(version),
  satisfies: (version, constraint) => {
    const text = constraint.replace(/\|+/g, '||');
    if (/[~^]/.test(text)) return bumping(version, text);
    return constraintHolds(text, ({ operator, bound }) => plainly(operator, compare(version, bound)));
  },
};

function compare(a: string, b: string): number {
  if (a === b) return 0;
  const [left, right] = [partsOf(a), partsOf(b)];
  const both = Math.max(left.length, right.length);
  for (let i = 0; i < both; i += 1) {
    const [one = '', other = ''] = [left[i], right[i]];
    const [rank, otherRank] = [rankOf(one), rankOf(other)];
    if (rank !== otherRank) return rank - otherRank;
    const order = rank === NUMBER ? compareDigits(one, other) : 0;
    if (order !== 0) return order;
  }
  return 0;
}

/** Runs of digits and of letters; everything else only parts them. */
function partsOf(version: string): readonly string[] {
  return version.replace(/^v(?=\d)/, '').match(/\d+|[A-Za-z]+/g) ?? [];
}

function rankOf(part: string): number {
  if (part === '') return END;
  const code = part.charCodeAt(0);
  if (code >= 0x30 && code <= 0x39) return NUMBER;
  return RANKS[FORMS.findIndex((form) => part.startsWith(form))] ?? UNKNOWN;
}
