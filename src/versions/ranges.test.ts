import { describe, expect, it } from 'vitest';
import { type Dialect, orderOf } from './index.ts';

const CASES: readonly (readonly [name: string, dialect: Dialect, range: string, inside: string, outside: string])[] = [
  ['npm', 'npm', '^2.3.4', '2.9.0 2.3.4', '3.0.0 2.3.3 2.5.0-beta 3.0.0-0'],
  ['npm', 'npm', '^0.4.1', '0.4.9', '0.5.0 1.0.0'],
  ['npm', 'npm', '^0.0.6', '0.0.6', '0.0.7'],
  ['npm', 'npm', '~5.1', '5.1.7', '5.2.0'],
  ['npm', 'npm', '~>=5.1.2', '5.1.7', '5.1.1'],
  ['npm', 'npm', '2.x || >=7.1.0 <8', '2.0.5 7.9.9', '3.0.0 8.0.0 7.0.9'],
  ['npm', 'npm', '1.4 - 2.6', '1.4.0 2.6.9', '2.7.0 1.3.9'],
  ['npm', 'npm', '1.4.0 - 2.6.1', '2.6.1', '2.6.2'],
  ['npm', 'npm', '>3.x', '4.0.0', '3.9.9'],
  ['npm', 'npm', '>=4.0.0-beta.2 <5', '4.0.0-beta.10 4.9.0', '4.0.0-beta.1 4.1.0-beta.3 5.0.0'],
  ['npm', 'npm', '>4.0.0-rc.1 || *', '4.2.0', '4.0.0-rc.2'],
  ['npm', 'npm', '>=1.0.0, <2', '', '1.5.0'],
  ['npm', 'npm', '>= || 2', '', '2.0.0'],
  ['npm', 'npm+includePrerelease', '3.x', '3.1.0-rc.1 3.0.0-0', '4.0.0-rc.1'],
  ['npm', 'npm+includePrerelease', '1.2.0 - 1.4.0', '1.4.0-rc.1 1.2.0-0', '1.4.1-0'],
  ['npm', 'trivy-npm', '>=1.0.0, <2 || ==4', '1.5.0 4.6.1', '2.0.0 1.5.0-rc.1'],
  ['npm', 'grype', '>=2.0.0.rc1, <2.1', '2.0.0-rc2 2.0.0', '2.0.0.beta1 2.1.0'],
  ['generic', 'trivy-semver', '!=3.2', '3.1.0', '3.2.8'],
  ['generic', 'trivy-semver', '>=3.0.0-0', '4.2.0-rc.1', '2.9.9'],
  ['generic', 'trivy-generic', '~> 3.2', '3.9', '4.0 3.1'],
  ['generic', 'trivy-generic', '~3.2.5', '3.2.9', '3.3.0'],
  ['generic', 'trivy-generic', '^0.3', '0.3.8', '0.4'],
  ['pypi', 'pep440', '~=3.4.1', '3.4.9 3.4.1', '3.5 3.4.0 3.4.1rc1'],
  ['pypi', 'pep440', '>=1.2,<2,!=1.5.*', '1.4.9 1.6', '1.5.3 2.0 2.0rc1'],
  ['pypi', 'pep440', '==1.8', '1.8.0 1.8+local', '1.8.1 1.8.post1'],
  ['pypi', 'pep440', '>1.8', '1.8.1 1.9rc1', '1.8.post2 1.8+local'],
  ['pypi', 'pep440', '===1.8', '1.8', '1.8.0'],
  ['pypi', 'pep440', '>=1.0+local', '', '1.0 2.0'],
  ['pypi', 'pep440', '~=3', '', '3.1'],
  ['pypi', 'grype', '= 4.1', '4.1+build.2', '4.1.post1'],
  ['gem', 'gem', '~> 2.4', '2.4 2.9.1', '3.0 3.0.a 2.3'],
  ['gem', 'gem', '~> 2.4.2', '2.4.9', '2.5'],
  ['gem', 'gem', '>= 1.1, < 2 != 1.5', '1.4', '1.5.0 2'],
  ['gem', 'grype', '< 1.6.2', '1.6.1-x86_64-linux 1.6.1-java', '1.6.2-arm64-darwin'],
  ['maven', 'maven-range', '[1.2,1.4),(2.0,]', '1.2 1.3.9 2.0.1', '1.4 2.0 1.1'],
  ['maven', 'maven-range', '[3.1]', '3.1.0', '3.2'],
  ['maven', 'maven-range', '[1,2,3]', '', '2'],
  ['maven', 'maven-range', '[1,2', '', '1'],
  ['maven', 'trivy-maven', '>=2.0.rc1, <2.1', '2.0', '2.0.beta1 2.1'],
  ['rpm', 'grype', '< 2.5-3.el9', '1:2.5-2.el9 0:2.4', '1:2.5-3.el9 2.5-3.el9.0'],
  ['rpm', 'native', '< 2.5-3.el9', '2.5-2.el9', '1:2.4-1.el9'],
  ['apk', 'native', '~3.4', '3.4.1 3.4_rc1 3.4-r2', '3.5 3'],
  ['apk', 'native', '>~3.4', '3.4.1 3.6', '3.3'],
  ['apk', 'native', '>=3.4 <3.5', '3.4.9', '3.5'],
  ['deb', 'native', '>= 1:2.0~rc1, << 3', '', '1:2.0'],
  ['bitnami', 'grype', '<= 3.4.1', '3.4.1-7', '3.4.2-1'],
  ['composer', 'native', '^6.1 || >=5.4.2 <5.5', 'v6.3.0 v5.4.9', 'v7.0.0 v5.4.1'],
  ['npm', 'grype', '', '1.0.0', ''],
];

describe('ranges', () => {
  it.each(CASES)('of %s (%s): %s', (name, dialect, range, inside, outside) => {
    const within = (versions: string) =>
      versions
        .split(' ')
        .filter((it) => it !== '' && orderOf(name)?.satisfies(it, range, dialect) === true)
        .join(' ');
    expect([within(inside), within(outside)]).toEqual([inside, '']);
  });
});
