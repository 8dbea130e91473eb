import { plainOrder } from './constraint.ts';
import { parsedFirst } from './digits.ts';
import { compareIdentifiers, compareSemver, isStrict, readLoosely, type Semver } from './semver.ts';

/** Dart: semver, and builds come after the version that they build on. */
export const pub = plainOrder(parsedFirst(readLoosely, compare), isStrict);

function compare(a: Semver, b: Semver): number {
  return compareSemver(a, b) || compareIdentifiers(a.build, b.build);
}
