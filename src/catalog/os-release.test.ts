import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hasExtendedSupport, osReleaseOf } from './os-release.ts';

const of = (files: Readonly<Record<string, string>>) => osReleaseOf(new Map(Object.entries(files)));

test('os-release names the distribution, and Debian its point release beside it', () => {
  const release =
    'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nVERSION_ID="12"\nVERSION_CODENAME=bookworm\nID=debian\n';
  expect(of({ '/etc/os-release': release, '/etc/debian_version': '12.11\n' })).toEqual({
    family: 'debian',
    version: '12.11',
    codename: 'bookworm',
    prettyName: 'Debian GNU/Linux 12 (bookworm)',
  });
});

test('a derivative keeps its own version, whatever debian_version says', () => {
  expect(of({ '/etc/os-release': 'ID=ubuntu\nVERSION_ID="24.04"', '/etc/debian_version': 'trixie/sid' })?.version).toBe(
    '24.04',
  );
});

test('what is coming has a name for a version', () => {
  expect(of({ 'etc/os-release': 'ID=debian', 'etc/debian_version': 'forky/sid' })).toMatchObject({
    version: 'forky/sid',
    codename: 'forky',
  });
});

test('the copy in /usr is read where /etc has none', () => {
  expect(of({ '/usr/lib/os-release': "ID='alpine'\nVERSION_ID=3.20" })).toMatchObject({
    family: 'alpine',
    version: '3.20',
  });
  expect(of({ '/usr/lib/os-release': 'ID=alpine\nVERSION_ID=3.20', '/etc/alpine-release': '3.20.3' })?.version).toBe(
    '3.20.3',
  );
});

test.each([
  ['etc/redhat-release', 'Red Hat Enterprise Linux release 8.6 (Ootpa)', 'rhel', '8.6'],
  ['etc/redhat-release', 'CentOS Linux release 7.9.2009 (Core)', 'centos', '7.9.2009'],
  ['etc/centos-release', 'CentOS Stream release 9', 'centos-stream', '9'],
  ['etc/oracle-release', 'Oracle Linux Server release 9.1', 'oracle', '9.1'],
  ['etc/system-release', 'Amazon Linux release 2 (Karoo)', 'amazon', '2'],
  ['etc/SuSE-release', 'SUSE Linux Enterprise Server 11 (x86_64)\nVERSION = 11\nPATCHLEVEL = 4\n', 'sles', '11.4'],
  ['etc/lsb-release', 'DISTRIB_ID=Ubuntu\nDISTRIB_RELEASE=22.04\n', 'ubuntu', '22.04'],
])('%s alone says so: %s', (path, text, family, version) => {
  expect(of({ [path]: text })).toMatchObject({ family, version });
});

test('nothing that is understood is no distribution', () => {
  expect(of({})).toBeNull();
  expect(of({ 'etc/redhat-release': '', 'etc/os-release': 'NAME=x' })).toBeNull();
});

test('an id that is a name of every object is only an id', () => {
  expect(of({ 'etc/os-release': 'ID=__proto__\nVERSION_ID=1' })?.family).toBe('__proto__');
  expect(of({ 'etc/os-release': 'ID=constructor\nVERSION_ID=1' })?.family).toBe('constructor');
});

test('extended support counts where its service is enabled', () => {
  const state = (status: string) =>
    new Map([
      ['/var/lib/ubuntu-advantage/status.json', JSON.stringify({ services: [null, { name: 'esm-infra', status }] })],
    ]);
  expect(hasExtendedSupport(state('enabled'))).toBe(true);
  expect(hasExtendedSupport(state('disabled'))).toBe(false);
  expect(hasExtendedSupport(new Map())).toBe(false);
});

test('any text ends in a value', () => {
  const path = fc.constantFrom(
    'etc/os-release',
    'etc/redhat-release',
    'etc/debian_version',
    'etc/lsb-release',
    'etc/SuSE-release',
  );
  fc.assert(
    fc.property(fc.dictionary(path, fc.string({ unit: 'binary' })), (files) => {
      const found = of(files);
      expect(found === null || found.family.length > 0).toBe(true);
    }),
  );
});
