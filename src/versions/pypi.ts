import { compareDigits, compareNumbers, compareText, isNumber, parsedFirst } from './digits.ts';
import type { VersionOrder } from './order.ts';
import { satisfiesPep440 } from './pypi-specifiers.ts';
import { compareReleases, type Pep440, readPep440 } from './pypi-version.ts';
import { constraintHolds, plainly } from './constraint.ts';

/** Python packages, PEP 440. */
export const pypi: VersionOrder = {
  compare: parsedFirst(readPep440, compareWhole),
  isValid: (version) => readPep440(version) !== null,
  satisfies: (version, constraint, dialect) =>
    dialect === 'grype' ? satisfiesAsReported(version, constraint) : satisfiesPep440(version, constraint),
};

/** By the order alone; a local version is the public one where the constraint names none. */
function satisfiesAsReported(version: string, constraint: string): boolean {
  const read = readPep440(version);
  if (read === null) return false;
  return constraintHolds(constraint, ({ operator, bound }) => {
    const other = readPep440(bound);
    if (other === null) return null;
    return plainly(operator, other.local.length === 0 ? compareReleases(read, other) : compareWhole(read, other));
  });
}

function compareWhole(a: Pep440, b: Pep440): number {
  return compareReleases(a, b) || compareLocals(a.local, b.local);
}

/** Numbers after words, the longer after the shorter. */
function compareLocals(a: readonly string[], b: readonly string[]): number {
  const both = Math.min(a.length, b.length);
  for (let i = 0; i < both; i += 1) {
    const [left, right] = [a[i] ?? '', b[i] ?? ''];
    const [isLeft, isRight] = [isNumber(left), isNumber(right)];
    if (isLeft !== isRight) return isLeft ? 1 : -1;
    const order = isLeft ? compareDigits(left, right) : compareText(left, right);
    if (order !== 0) return order;
  }
  return compareNumbers([String(a.length)], [String(b.length)], '0');
}
