import { constraintHolds, plainly } from './constraint.ts';
import { compareDigits, parsedFirst, successor } from './digits.ts';
import { npm } from './npm.ts';
import type { VersionOrder } from './order.ts';
import { compareSemver, readLoosely, type Semver } from './semver.ts';

const VALID =
  /^v?\d+(?:\.\d+)*(?:-\d[0-9A-Za-z~-]*(?:\.[0-9A-Za-z~-]+)*|-?[A-Za-z~-][0-9A-Za-z~-]*(?:\.[0-9A-Za-z~-]+)*)?(?:\+[0-9A-Za-z~-]+(?:\.[0-9A-Za-z~-]+)*)?$/;

/** Versions of no ecosystem in particular: numbers, then a pre-release; `~>`, `~` and `^` beside the plain operators. */
export const generic: VersionOrder = {
  compare: parsedFirst(readLoosely, compareSemver),
  isValid: (version) => VALID.test(version),
  satisfies: (version, constraint, dialect) =>
    dialect === 'trivy-semver' ? npm.satisfies(version, constraint, dialect) : bumping(version, constraint),
};

/** Constraints whose `~>`, `~` and `^` reach up to a bumped number. */
export function bumping(version: string, constraint: string): boolean {
  const read = readLoosely(version);
  if (read === null) return false;
  return constraintHolds(constraint, ({ operator, bound }) => {
    const from = readLoosely(bound);
    if (from === null) return null;
    const order = compareSemver(read, from);
    const end = bumped(operator, from.numbers);
    return end === null ? plainly(operator, order) : order >= 0 && compareSemver(read, end) < 0;
  });
}

function bumped(operator: string, numbers: readonly string[]): Semver | null {
  switch (operator) {
    case '~>':
      return next(numbers, Math.max(1, numbers.length - 1));
    case '~':
      return next(numbers, numbers.length === 2 ? 2 : Math.max(1, numbers.length - 1));
    case '^': {
      const significant = numbers.findIndex((it) => compareDigits(it, '0') !== 0);
      return next(numbers, significant < 0 ? numbers.length : significant + 1);
    }
    default:
      return null;
  }
}

function next(numbers: readonly string[], kept: number): Semver {
  const head = numbers.slice(0, kept);
  return { numbers: [...head.slice(0, -1), successor(head.at(-1) ?? '0')], pre: [], build: [] };
}
