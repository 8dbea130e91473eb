import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Dialect, orderOf } from './index.ts';

const NAMES =
  'deb apk rpm pypi npm golang cargo maven gem nuget composer hex pub bitnami cran hackage alpm ebuild jvm generic'.split(
    ' ',
  );
const ATOMS =
  '0 1 2 10 01 . . . - _ ~ + ^ : ! a b rc alpha beta p dev post pre final ga sp x m v -r1 _p2 .0 1.0 # é'.split(' ');
const DIALECTS: readonly Dialect[] = [
  'native',
  'npm',
  'npm+includePrerelease',
  'pep440',
  'gem',
  'maven-range',
  'grype',
  'trivy-generic',
  'trivy-semver',
  'trivy-npm',
  'trivy-maven',
];

/** Near to versions, so that comparisons go deep. */
const version = fc.array(fc.constantFrom(...ATOMS), { maxLength: 7 }).map((atoms) => atoms.join(''));
const range = fc
  .array(fc.oneof(version, fc.constantFrom('>=', '<', '~>', '^', '!=', '==', ' ', ',', '||', '[', ')', '*', ' - ')), {
    maxLength: 8,
  })
  .map((parts) => parts.join(''));

describe.each(NAMES)('any order: %s', (name) => {
  const order = orderOf(name);
  const compare = (a: string, b: string) => Math.sign(order?.compare(a, b) ?? NaN);

  it('turns round when its sides do, and nothing is unlike itself', () => {
    fc.assert(
      fc.property(version, version, (a, b) => compare(a, b) === 0 - compare(b, a) && compare(a, `${a}`) === 0),
      { numRuns: 400 },
    );
  });

  it('is transitive', () => {
    fc.assert(
      fc.property(version, version, version, (...three) => {
        const [a, b, c] = three.sort(compare);
        return compare(a, b) <= 0 && compare(b, c) <= 0 && compare(a, c) === Math.min(compare(a, b), compare(b, c));
      }),
      { numRuns: 1_000 },
    );
  });

  it('takes any text for a version or a range', () => {
    const text = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(fc.oneof(text, version), fc.oneof(text, range), fc.constantFrom(...DIALECTS), (a, b, dialect) => {
        expect(compare(a, b)).toBeTypeOf('number');
        expect(Number.isNaN(compare(a, b))).toBe(false);
        expect(order?.isValid(a)).toBeTypeOf('boolean');
        expect(order?.satisfies(a, b, dialect)).toBeTypeOf('boolean');
      }),
      { numRuns: 300 },
    );
  });

  it('is done soon with long texts', () => {
    const start = performance.now();
    for (const atom of [
      '1',
      '0',
      'a',
      '.',
      '-',
      '1.',
      '0.',
      '-1',
      'a1',
      '.a',
      '_p1',
      '~',
      '^',
      '+a',
      ' ',
      '9',
      '-x86',
      '(',
      '[1],',
      '||',
    ]) {
      const long = `1${atom.repeat(5_000)}`;
      order?.compare(`${long}!`, `${long}?`);
      order?.isValid(`${long}!`);
      for (const dialect of DIALECTS) order?.satisfies(long, `~>${long}`, dialect);
    }
    expect(performance.now() - start).toBeLessThan(6_000);
  });
});
