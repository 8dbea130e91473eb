import { plainly, constraintHolds, plainOrder } from './constraint.ts';
import { compareDigits, compareNumbers, compareText, isNumber, parsedFirst } from './digits.ts';

/** A version of the semver family: any number of numbers, a pre-release, build metadata. */
export interface Semver {
  readonly numbers: readonly string[];
  readonly pre: readonly string[];
  readonly build: readonly string[];
}

/** Reads what people write: a `v` before it, missing or more numbers, a pre-release without its dash (`2.0.0rc2`). */
export function readLoosely(version: string): Semver | null {
  const found = /^[\s=vV]*(\d+(?:\.\d+)*)/.exec(version);
  if (found === null) return null;
  const rest = version.slice(found[0].length).trimEnd();
  const plus = rest.indexOf('+');
  const pre = (plus < 0 ? rest : rest.slice(0, plus)).replace(/^[-._]/, '');
  return {
    numbers: (found[1] ?? '').split('.'),
    pre: pre === '' ? [] : pre.split('.'),
    build: plus < 0 ? [] : rest.slice(plus + 1).split('.'),
  };
}

/** Numbers, then pre-releases before the release; build metadata does not count. */
export function compareSemver(a: Semver, b: Semver): number {
  return compareNumbers(a.numbers, b.numbers, '0') || comparePre(a.pre, b.pre);
}

export function comparePre(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return b.length - a.length;
  return compareIdentifiers(a, b);
}

/** Numbers before words, by value; the shorter list first. */
export function compareIdentifiers(a: readonly string[], b: readonly string[]): number {
  const both = Math.min(a.length, b.length);
  for (let i = 0; i < both; i += 1) {
    const order = compareIdentifier(a[i] ?? '', b[i] ?? '');
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

function compareIdentifier(a: string, b: string): number {
  const [left, right] = [isNumber(a), isNumber(b)];
  if (left !== right) return left ? -1 : 1;
  return left ? compareDigits(a, b) : compareText(a, b);
}

export const compareLoosely = parsedFirst(readLoosely, compareSemver);

const STRICT =
  /^(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?$/;

/** Exactly as semver.org has it: three numbers, no zeros before them. */
export function isStrict(version: string): boolean {
  const found = STRICT.exec(version);
  return found !== null && (found[1] ?? '').split('.').every((it) => !/^0\d+$/.test(it));
}

/** Elixir's Hex, Swift and whatever else follows semver to the letter. */
export const semver = plainOrder(compareLoosely, isStrict);

/** As the scanners' constraints have it: `1.0.0.rc1` is `1.0.0-rc1`. */
export function satisfiesAsReported(version: string, constraint: string): boolean {
  const mended = withDashes(version);
  return constraintHolds(constraint, ({ operator, bound }) =>
    plainly(operator, compareLoosely(mended, withDashes(bound))),
  );
}

function withDashes(version: string): string {
  return version.replace(/\.(?=alpha|beta|rc)/g, '-');
}
