import { constraintHolds, plainly } from './constraint.ts';
import { compareDigits } from './digits.ts';
import { compareReleases, isPrerelease, type Pep440, readPep440, suffixesOf } from './pypi-version.ts';

/** Specifiers of PEP 440, pre-releases included; also `||`, a bare version, `=` and `*`, as advisories write them. */
export function satisfiesPep440(version: string, constraint: string): boolean {
  const read = readPep440(version);
  return constraintHolds(constraint, ({ operator, bound }) => {
    if (operator === '===') return version.trim().toLowerCase() === bound.toLowerCase();
    if (read === null) return false;
    if (operator === '' && bound === '*') return true;
    if (bound.endsWith('.*')) return prefixHolds(operator, read, bound.slice(0, -2));
    const other = readPep440(bound);
    return other && comparisonHolds(operator, read, other);
  });
}

function prefixHolds(operator: string, version: Pep440, text: string): boolean | null {
  const prefix = readPep440(text);
  if (prefix === null || prefix.dev !== null || prefix.local.length > 0) return null;
  if (operator === '!=') return !beginsWith(version, prefix);
  return operator === '==' || operator === '=' || operator === '' ? beginsWith(version, prefix) : null;
}

/** Only these may name a local version. */
const EQUALITIES = new Set(['', '=', '==', '!=']);

function comparisonHolds(operator: string, version: Pep440, other: Pep440): boolean | null {
  const order = compareReleases(version, other);
  if (other.local.length > 0 && !EQUALITIES.has(operator)) return null;
  switch (operator) {
    case '':
    case '=':
    case '==':
      return order === 0 && isLocal(version, other);
    case '!=':
      return order !== 0 || !isLocal(version, other);
    case '<':
      return order < 0 && (isPrerelease(other) || !isPrerelease(version) || !leadsTo(version, other));
    case '>':
      return order > 0 && (other.post !== null || !follows(version, other));
    case '~=':
      return other.release.length < 2 ? null : order >= 0 && beginsWith(version, shortened(other));
    default:
      return plainly(operator, order);
  }
}

/** A pre-release of the other is not below it. */
function leadsTo(version: Pep440, other: Pep440): boolean {
  return compareReleases(version, { ...other, dev: '0' }) >= 0;
}

/** A post-release of the other is not above it. */
function follows(version: Pep440, other: Pep440): boolean {
  return version.post !== null && compareReleases({ ...version, post: null, dev: null }, other) === 0;
}

/** The local part counts where the specifier has one. */
function isLocal(version: Pep440, other: Pep440): boolean {
  return other.local.length === 0 || version.local.map(plain).join('.') === other.local.map(plain).join('.');
}

function plain(part: string): string {
  return part.replace(/^0+(?=\d+$)/, '');
}

function shortened(version: Pep440): Pep440 {
  return { ...version, release: version.release.slice(0, -1), pre: null, post: null, dev: null, local: [] };
}

/** Whether the version's written parts begin with these; a short release is filled with zeros. */
function beginsWith(version: Pep440, prefix: Pep440): boolean {
  if (compareDigits(version.epoch, prefix.epoch) !== 0) return false;
  if (prefix.release.some((it, i) => compareDigits(version.release[i] ?? '0', it) !== 0)) return false;
  const wanted = suffixesOf(prefix);
  if (wanted.length > 0 && version.release.length > prefix.release.length) return false;
  const suffixes = suffixesOf(version);
  return wanted.every((it, i) => it === suffixes[i]);
}
