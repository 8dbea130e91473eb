import { compareDigits, compareNumbers, isNumber } from './digits.ts';

/** A version of PEP 440, normalised. */
export interface Pep440 {
  readonly epoch: string;
  readonly release: readonly string[];
  readonly pre: readonly ['a' | 'b' | 'rc', string] | null;
  readonly post: string | null;
  readonly dev: string | null;
  readonly local: readonly string[];
}

const FORM = new RegExp(
  [
    '^\\s*v?(?:(?<epoch>\\d+)!)?(?<release>\\d+(?:\\.\\d+)*)',
    '(?:[-_.]?(?<pre>alpha|a|beta|b|preview|pre|c|rc)[-_.]?(?<preCount>\\d*))?',
    '(?:-(?<bare>\\d+)|[-_.]?(?<post>post|rev|r)[-_.]?(?<postCount>\\d*))?',
    '(?:[-_.]?(?<dev>dev)[-_.]?(?<devCount>\\d*))?',
    '(?:\\+(?<local>[a-z0-9]+(?:[-_.][a-z0-9]+)*))?\\s*$',
  ].join(''),
  'i',
);

export function readPep440(version: string): Pep440 | null {
  const groups = FORM.exec(version)?.groups;
  if (groups === undefined) return null;
  const { epoch = '0', release = '', pre, preCount, bare, post, postCount, dev, devCount, local } = groups;
  return {
    epoch,
    release: release.split('.'),
    pre: pre === undefined ? null : [phaseOf(pre.toLowerCase()), preCount || '0'],
    post: bare ?? (post === undefined ? null : postCount || '0'),
    dev: dev === undefined ? null : devCount || '0',
    local: local === undefined ? [] : local.toLowerCase().split(/[-_.]/),
  };
}

function phaseOf(word: string): 'a' | 'b' | 'rc' {
  if (word === 'a' || word === 'alpha') return 'a';
  return word === 'b' || word === 'beta' ? 'b' : 'rc';
}

/** All but the local part. */
export function compareReleases(a: Pep440, b: Pep440): number {
  return (
    compareBases(a, b) ||
    phase(a) - phase(b) ||
    compareDigits(a.pre?.[1] ?? '0', b.pre?.[1] ?? '0') ||
    compareCounts(a.post, b.post, -1) ||
    compareCounts(a.dev, b.dev, 1)
  );
}

/** Epoch and release. */
function compareBases(a: Pep440, b: Pep440): number {
  return compareDigits(a.epoch, b.epoch) || compareNumbers(a.release, b.release, '0');
}

/** Development versions of the release come before its pre-releases. */
function phase({ pre, post, dev }: Pep440): number {
  if (pre !== null) return ['a', 'b', 'rc'].indexOf(pre[0]);
  return post === null && dev !== null ? -1 : 3;
}

/** Without one it is before all (-1) or after all (1) that have one. */
function compareCounts(a: string | null, b: string | null, missing: -1 | 1): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? missing : -missing;
  return compareDigits(a, b);
}

export function isPrerelease({ pre, dev }: Pep440): boolean {
  return pre !== null || dev !== null;
}

/** The suffixes as they are written, for `==1.0.post1.*`. */
export function suffixesOf({ pre, post, dev }: Pep440): readonly string[] {
  return [
    ...(pre === null ? [] : [`${pre[0]}${number(pre[1])}`]),
    ...(post === null ? [] : [`post${number(post)}`]),
    ...(dev === null ? [] : [`dev${number(dev)}`]),
  ];
}

function number(digits: string): string {
  return isNumber(digits) ? digits.replace(/^0+(?=\d)/, '') : digits;
}
