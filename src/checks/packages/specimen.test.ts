import { expect, it } from 'vitest';
import type { PackageType } from '../../domain/index.ts';
import { imageFromExample } from '../../sensors/index.ts';
import { filesOf } from './specimen.ts';

const specimen = (type: PackageType) => ({ type, name: 'some-name', version: '1.2', id: 'CVE-2025-1' });

it.each([
  ['npm', '/opt/tickproof-planted-1/node_modules/some-name/package.json', '{"name":"some-name","version":"1.2"}'],
  [
    'pypi',
    '/opt/tickproof-planted-1/lib/python3/site-packages/some_name-1.2.dist-info/METADATA',
    'Metadata-Version: 2.1\nName: some-name\nVersion: 1.2\n',
  ],
  [
    'deb',
    '/var/lib/dpkg/status.d/tickproof-planted',
    'Package: some-name\nStatus: install ok installed\nArchitecture: all\nVersion: 1.2\n',
  ],
  ['apk', '/lib/apk/db/installed', 'P:some-name\nV:1.2\nA:noarch\no:some-name\n\n'],
  [
    'gem',
    '/opt/tickproof-planted-1/specifications/some-name-1.2.gemspec',
    'Gem::Specification.new do |s|\n  s.name = "some-name"\n  s.version = "1.2"\nend\n',
  ],
  [
    'composer',
    '/opt/tickproof-planted-1/vendor/composer/installed.json',
    '{"packages":[{"name":"some-name","version":"1.2"}]}',
  ],
] as const)('installs a package as %s would', (type, path, text) => {
  expect(filesOf(specimen(type))).toEqual([{ type: 'file', path, text, mode: 0o644 }]);
});

it('installs a package several times where it can be in several folders, and not where one database names all', () => {
  expect(filesOf(specimen('npm'), 3)?.map(({ path }) => path)).toEqual(
    [1, 2, 3].map((copy) => `/opt/tickproof-planted-${copy}/node_modules/some-name/package.json`),
  );
  expect(filesOf(specimen('deb'), 2)).toBeNull();
  expect(filesOf(specimen('apk'), 2)).toBeNull();
});

it('plants nothing of a kind whose package managers leave what cannot be written as text', () => {
  expect(filesOf(specimen('rpm'))).toBeNull();
  expect(filesOf(specimen('golang'), 2)).toBeNull();
});

it('is found as a package of an image', () => {
  const { packages } = imageFromExample({ layers: [filesOf(specimen('npm'), 2) ?? []] });
  expect(packages.map(({ name, version }) => `${name} ${version}`)).toEqual(['some-name 1.2', 'some-name 1.2']);
});
