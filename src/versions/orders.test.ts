import { describe, expect, it } from 'vitest';
import { orderOf } from './index.ts';

/** Ascending; what stands in one entry between spaces is equal. */
const ASCENDING: Readonly<Record<string, readonly string[]>> = {
  deb: [
    '3.0~~1',
    '3.0~beta2',
    '3.0 0:3.0 3.0-0 03.00',
    '3.0-1',
    '3.0-1a',
    '3.0-1+b1',
    '3.0a',
    '3.0+dfsg',
    '3.10',
    '1:0.1',
  ],
  apk: [
    '3.1_alpha',
    '3.1_alpha2',
    '3.1_pre1',
    '3.1_rc',
    '3.1',
    '3.1-r0',
    '3.1-r10',
    '3.1_git5',
    '3.1_p2',
    '3.1a',
    '3.1.0',
    '3.2',
  ],
  rpm: ['4.1~rc1', '4.1 0:4.1 04.001 4_1', '4.1-1.fc40', '4.1-10.fc39', '4.1^git2', '4.1.a', '4.1.1', '4.10', '1:0'],
  pypi: [
    '5.0.dev3',
    '5.0a1.dev1',
    '5.0a1',
    '5.0b2 5.0-beta.2',
    '5.0rc1 5.0c1',
    '5.0 v5 5.0.0',
    '5.0+abc',
    '5.0+7',
    '5.0.post1 5.0-1',
    '5.1',
    '1!0.1',
  ],
  npm: [
    '3.0.0-1',
    '3.0.0-alpha',
    '3.0.0-alpha.2',
    '3.0.0-alpha.10',
    '3.0.0-alpha.x',
    '3.0.0 v3.0.0+b 3',
    '3.0.10',
    '10.0.0',
  ],
  golang: [
    'v1.4.0-0.20230101000000-abcdefabcdef',
    'v1.4.0-rc.1',
    'v1.4 1.4.0 v1.4.0+incompatible',
    'go1.22rc1',
    'go1.22 1.22.0',
  ],
  maven: [
    '6-alpha1 6a1',
    '6-beta',
    '6-m2',
    '6-rc 6-cr',
    '6-snapshot',
    '6 6.0.Final 6-ga',
    '6-sp',
    '6-jre',
    '6-1',
    '6.1',
  ],
  gem: ['2.0.a', '2.0.b1', '2.0.rc2', '2 2.0.0', '2.0.1', '2.10'],
  nuget: ['7.0.0-ALPHA 7.0.0-alpha+x', '7.0.0-beta', '7 7.0.0.0 7.0+meta', '7.0.0.1', '7.0.10'],
  composer: ['8.0-dev', '8.0-alpha1 8.0a1', '8.0-beta2', '8.0RC1', '8.0 v8.0', '8.0.0', '8.0pl1'],
  pub: ['1.5.0-dev', '1.5.0', '1.5.0+1', '1.5.0+2', '1.5.0+a'],
  bitnami: ['9.1.2-rc.1', '9.1.2 9.1.2-0', '9.1.2-1', '9.1.2-12', '9.1.3'],
  cran: ['1.2', '1.2-0 1.2.0 1.02.0', '1.2-1', '1.10'],
  hackage: ['0.9', '0.9.0', '0.10'],
  alpm: ['1.4.01-1 1.4.1-1', '1.4.1-2', '1.4.2', '1:0.1'],
  ebuild: ['3.4_alpha1', '3.4_beta', '3.4_pre2', '3.4_rc', '3.4', '3.4-r2', '3.4_p1', '3.4b', '3.4.01', '3.4.1'],
  jvm: ['1.8.0_201-ea', '1.8.0_201 8.0.201 1.8.0_201-b09', '1.8.0_211', '9.0.1', '11.0.2+9'],
  generic: ['2.4-alpha', '2.4-alpha.1', '2.4rc1', '2.4 v2.4.0.0', '2.4.0.1'],
};

describe.each(Object.entries(ASCENDING))('the order of %s', (name, ascending) => {
  const order = orderOf(name);
  const steps = ascending.map((entry) => entry.split(' '));

  it('holds between all steps, in both directions', () => {
    const found = steps.flatMap((lower, i) =>
      steps.flatMap((upper, k) =>
        lower.flatMap((a) =>
          upper.flatMap((b) => (Math.sign(order?.compare(a, b) ?? NaN) === Math.sign(i - k) ? [] : [`${a} ? ${b}`])),
        ),
      ),
    );
    expect(found).toEqual([]);
  });

  it('knows numbers of any length', () => {
    const [big, bigger] = [`1.${'9'.repeat(40)}1`, `1.${'9'.repeat(40)}2`];
    expect(order?.compare(big, bigger)).toBeLessThan(0);
  });
});

describe('what is a version', () => {
  it.each([
    ['deb', '1:2.3-4', true],
    ['deb', '1:2.3-', false],
    ['deb', 'x:2.3', false],
    ['deb', 'v2.3', false],
    ['deb', '4294967296:1', false],
    ['apk', '1.2.3_p4-r5', true],
    ['apk', '1.2~cafe-r1', true],
    ['apk', '1.2-beta', false],
    ['rpm', '1:2-3', true],
    ['rpm', '1 2', false],
    ['pypi', '1.0.post1', true],
    ['pypi', '1.0-final', false],
    ['npm', '1.2.3-rc.1+b', true],
    ['npm', '1.2', false],
    ['npm', '1.2.3-01', false],
    ['npm', '9007199254740993.0.0', false],
    ['golang', 'v1.2', true],
    ['golang', '1.2.3', false],
    ['golang', 'v1-rc', false],
    ['gem', '', true],
    ['gem', '1.0+x', false],
    ['cargo', '01.2.3', false],
    ['generic', '1.2.3~x', true],
    ['generic', 'x', false],
    ['maven', '1.0.Final', true],
    ['maven', '[1.0]', false],
    ['composer', 'dev-main', true],
    ['composer', '1..', false],
    ['nuget', '1.2.3.4-a', true],
    ['ebuild', '1_x', false],
    ['jvm', 'nothing', false],
    ['bitnami', '1.2.3-4', true],
  ])('in %s is %j: %s', (name, version, expected) => {
    expect(orderOf(name)?.isValid(version)).toBe(expected);
  });
});

describe('the names of orders', () => {
  it.each([
    ['Debian:12', 'deb'],
    ['Ubuntu:22.04:LTS', 'deb'],
    ['Alpine:v3.20', 'apk'],
    ['Red Hat:enterprise_linux:8::baseos', 'rpm'],
    ['PyPI', 'pypi'],
    ['crates.io', 'cargo'],
    ['Go', 'golang'],
    ['RubyGems', 'gem'],
    ['Packagist', 'composer'],
    ['SwiftURL', 'swift'],
    ['GitHub Actions', 'github'],
  ])('%s is ordered as %s', (ecosystem, type) => {
    expect(orderOf(ecosystem)).not.toBeNull();
    expect(orderOf(ecosystem)).toBe(orderOf(type));
  });

  it.each(['', 'GIT', '__proto__', 'constructor', ':12'])('%j has none', (name) => {
    expect(orderOf(name)).toBeNull();
  });
});
