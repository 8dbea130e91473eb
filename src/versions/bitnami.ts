import { constraintHolds, plainly, plainRanges } from './constraint.ts';
import { compareDigits, compareNumbers, parsedFirst } from './digits.ts';
import type { VersionOrder } from './order.ts';
import { compareSemver, readLoosely, type Semver } from './semver.ts';

interface Packaged extends Semver {
  readonly revision: string;
}

const compare = parsedFirst(read, (a, b) => compareSemver(a, b) || compareDigits(a.revision, b.revision));
const plain = plainRanges(compare);

/** Bitnami: semver with the package's revision behind it, `1.2.3-4`. */
export const bitnami: VersionOrder = {
  compare,
  isValid: (version) =>
    /^\d+\.\d+\.\d+(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?$/.test(version),
  satisfies: (version, constraint, dialect) =>
    dialect === 'grype' ? satisfiesUpstream(version, constraint) : plain(version, constraint),
};

function read(version: string): Packaged | null {
  const text = version.trim();
  const dash = text.lastIndexOf('-');
  const revision = dash < 0 ? '' : text.slice(dash + 1);
  const isPackaged = /^\d+$/.test(revision);
  const read = readLoosely(isPackaged ? text.slice(0, dash) : text);
  return read && { ...read, revision: isPackaged ? revision : '0' };
}

/** By the numbers alone: a revision packs the same source again, so it mends nothing. */
function satisfiesUpstream(version: string, constraint: string): boolean {
  return constraintHolds(constraint, ({ operator, bound }) => {
    const [ours, theirs] = [readLoosely(version), readLoosely(bound)];
    if (ours === null || theirs === null) return null;
    return plainly(operator, compareNumbers(ours.numbers, theirs.numbers, '0'));
  });
}
