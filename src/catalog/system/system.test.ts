import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { completedBy } from '../said.ts';
import type { Reader } from '../types.ts';
import { alpmDesc, alpmFiles, alpmMtree } from './alpm.ts';
import { apkInstalled } from './apk.ts';
import { chiselManifest } from './chisel.ts';
import { dpkgCopyright, licencesOf } from './copyright.ts';
import { dpkgConffiles, dpkgList, dpkgMd5sums, dpkgStatus, dpkgStatusFolder } from './dpkg.ts';
import { systemReaders } from './index.ts';
import { licenceGroupsOf, portageContents, portageLicence } from './portage.ts';

const read = (reader: Reader, path: string, text: string | Buffer) => reader.read({ path, bytes: Buffer.from(text) });
const MD5 = '0123456789abcdef0123456789abcdef';

describe('dpkg', () => {
  const entry = (status: string, more = '') =>
    `Package: hello\nStatus: ${status}\nArchitecture: amd64\nVersion: 1:2.10-3+b1\n${more}`;

  test('a package is read with all that its entry says', () => {
    const more = `Source: hello-src (2.10-3)\nMaintainer: A <a@example.org>\nInstalled-Size: 10\nPre-Depends: libc6 (>= 2.34)\nDepends: x:any | y,\n z (<< 2) [amd64]\nProvides: hi (= 1)\nConffiles:\n /etc/hello ${MD5} obsolete\n /etc/new newconffile\n`;
    expect(read(dpkgStatus, '/var/lib/dpkg/status', entry('install ok installed', more))?.packages).toEqual([
      {
        type: 'deb',
        name: 'hello',
        version: '1:2.10-3+b1',
        architecture: 'amd64',
        source: { name: 'hello-src', version: '2.10-3' },
        maintainer: 'A <a@example.org>',
        installedBytes: 10_240,
        requires: ['libc6', 'x', 'y', 'z'],
        provides: ['hi'],
        owns: [
          { path: '/etc/hello', digest: `md5:${MD5}`, isConfig: true },
          { path: '/etc/new', isConfig: true },
        ],
      },
    ]);
  });

  test.each([
    ['hold ok installed', 1],
    ['install ok half-configured', 1],
    ['install ok triggers-pending', 1],
    ['deinstall ok config-files', 0],
    ['purge ok not-installed', 0],
    ['install reinstreq half-installed', 0],
  ])('with status "%s" there are %i packages', (status, count) => {
    expect(read(dpkgStatus, '/var/lib/dpkg/status', entry(status))?.packages).toHaveLength(count);
  });

  test('lines may end as on Windows, and entries without a version are counted as left out', () => {
    const text = `${entry('install ok installed').replaceAll('\n', '\r\n')}\r\nPackage: broken\r\nStatus: install ok installed\r\n`;
    const reading = read(dpkgStatus, '/var/lib/dpkg/status', text);
    expect(reading?.packages.map(({ name }) => name)).toEqual(['hello']);
    expect(reading?.fault).toContain('1 of 2');
  });

  test('distroless keeps a file for each package, and its sums beside it', () => {
    const path = '/var/lib/dpkg/status.d/base';
    expect(read(dpkgStatusFolder, path, 'Package: base-files\nVersion: 12\n')?.packages[0]?.name).toBe('base-files');
    expect(dpkgStatusFolder.where?.(`${path}.md5sums`)).toBe(false);
    expect(read(dpkgMd5sums, `${path}.md5sums`, `${MD5}  etc/x y\n`)?.owned).toEqual({
      of: 'deb:base',
      files: [{ path: '/etc/x y', digest: `md5:${MD5}` }],
    });
  });

  test('lists name the files of a package and its architecture', () => {
    expect(read(dpkgList, '/var/lib/dpkg/info/libc6:amd64.list', '/.\n/usr\n/usr/lib/a\n')?.owned).toEqual({
      of: 'deb:libc6:amd64',
      files: [{ path: '/usr' }, { path: '/usr/lib/a' }],
    });
    expect(
      read(dpkgConffiles, '/var/lib/dpkg/info/a.conffiles', '/etc/a\nremove-on-upgrade /etc/b\n')?.owned?.files,
    ).toEqual([{ path: '/etc/a', isConfig: true }]);
  });

  test('licences of a machine-readable copyright file are its short names', () => {
    const head = 'Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n\n';
    const text = `${head}Files: *\nLicense: GPL-2+ with OpenSSL exception or Artistic, and Expat\n text and more\n\nLicense: none\n`;
    expect(licencesOf(text)).toEqual(['Artistic', 'Expat', 'GPL-2+']);
    expect(licencesOf('Text of free form.\n\nLicense: GPLv2+ or MIT\n\nLicense: This is prose\n')).toEqual([
      'GPLv2+',
      'MIT',
    ]);
    expect(licencesOf('see /usr/share/common-licenses/GPL-3.')).toEqual(['GPL-3']);
  });

  test('licences are joined to the package by its name', () => {
    const reading = read(dpkgCopyright, '/usr/share/doc/hello/copyright', '/usr/share/common-licenses/GPL-3');
    const completed = completedBy(reading ? [reading] : []);
    const licences = (name: string, own?: readonly string[]) =>
      completed({ type: 'deb', name, version: '1', ...(own ? { licences: own } : {}) }, '/var/lib/dpkg/status')
        .licences;
    expect(licences('hello')).toEqual(['GPL-3']);
    expect(licences('other')).toBeUndefined();
    expect(licences('hello', ['MIT'])).toEqual(['MIT']);
  });
});

test('apk: folders, files with digests, names without versions, conflicts left out', () => {
  const sha1 = `Q1${Buffer.alloc(20, 1).toString('base64')}`;
  const text = `C:${sha1}\nP:a\nV:1-r0\nA:x86_64\nI:5\nL:MIT OR  ISC\no:src\nm:M\nD:!b so:c=1 /bin/sh d>2\np:cmd:a=1 e\nF:usr/bin\nM:0:0:755\nR:a\na:0:0:755\nZ:${sha1}\nF:\nR:root\n\nP:nothing\n`;
  const reading = read(apkInstalled, '/lib/apk/db/installed', text);
  const digest = `sha1:${'01'.repeat(20)}`;
  expect(reading?.packages).toEqual([
    {
      type: 'apk',
      name: 'a',
      version: '1-r0',
      architecture: 'x86_64',
      source: { name: 'src' },
      licences: ['MIT OR ISC'],
      requires: ['so:c', '/bin/sh', 'd'],
      provides: ['cmd:a', 'e'],
      owns: [{ path: '/usr/bin', isFolder: true }, { path: '/usr/bin/a', digest }, { path: '/root' }],
      maintainer: 'M',
      installedBytes: 5,
      integrity: digest,
    },
  ]);
  expect(reading?.fault).toContain('1 of 2');
});

describe('alpm', () => {
  const folder = '/var/lib/pacman/local/a-1-1';

  test('a package, its files, and their digests', () => {
    expect(
      read(alpmDesc, `${folder}/desc`, '%NAME%\na\n\n%VERSION%\n1-1\n\n%DEPENDS%\nb>=2\nlibc.so=6-64\n')?.packages[0],
    ).toMatchObject({
      name: 'a',
      version: '1-1',
      requires: ['b', 'libc.so'],
    });
    expect(read(alpmFiles, `${folder}/files`, `%FILES%\netc/\netc/a\n\n%BACKUP%\netc/a\t${MD5}\n`)?.owned).toEqual({
      of: folder,
      files: [
        { path: '/etc/a', digest: `md5:${MD5}`, isConfig: true },
        { path: '/etc', isFolder: true },
        { path: '/etc/a' },
      ],
    });
    const sha256 = 'ab'.repeat(32);
    const mtree = `#mtree\n/set type=file uid=0\n./.PKGINFO size=1\n./etc type=dir\n./a\\040b size=7 md5digest=${MD5} sha256digest=${sha256}\n./l type=link link=a\n`;
    expect(read(alpmMtree, `${folder}/mtree`, gzipSync(mtree))?.owned?.files).toEqual([
      { path: '/etc', isFolder: true },
      { path: '/a b', digest: `sha256:${sha256}`, sizeBytes: 7 },
      { path: '/l' },
    ]);
  });

  test('damage is a fault', () => {
    expect(read(alpmDesc, `${folder}/desc`, 'nothing')?.fault).toBeDefined();
    expect(read(alpmMtree, `${folder}/mtree`, gzipSync('x'.repeat(100)).subarray(0, 15))?.fault).toBeDefined();
  });
});

describe('portage', () => {
  const folder = '/var/db/pkg/app-misc/gnu-hello-2.10_rc1-r2';

  test('name and version are in the path, files in CONTENTS', () => {
    const text = `dir /usr\nobj /usr/a b ${MD5} 1649284374\nsym /usr/c -> a b 1649284374\n`;
    expect(read(portageContents, `${folder}/CONTENTS`, text)?.packages).toEqual([
      {
        type: 'ebuild',
        name: 'app-misc/gnu-hello',
        version: '2.10_rc1-r2',
        purl: 'pkg:ebuild/app-misc%2Fgnu-hello@2.10_rc1-r2',
        owns: [{ path: '/usr', isFolder: true }, { path: '/usr/a b', digest: `md5:${MD5}` }, { path: '/usr/c' }],
      },
    ]);
    expect(read(portageContents, '/var/db/pkg/a/b/CONTENTS', '')?.fault).toBeDefined();
  });

  test('licences are names and groups, without conditions', () => {
    expect(read(portageLicence, `${folder}/LICENSE`, '|| ( MIT @FREE ) doc? ( FDL-1.3 )')?.said).toEqual({
      of: folder,
      licences: ['MIT', '@FREE', 'FDL-1.3'],
    });
  });

  test('groups are opened, also where they lead back to themselves', () => {
    expect(Object.fromEntries(licenceGroupsOf('# c\nA @B MIT\nB @A ISC MIT\n'))).toEqual({
      A: ['ISC', 'MIT'],
      B: ['MIT', 'ISC'],
    });
  });
});

test('chisel: packages with the files of their slices', () => {
  const lines = [
    { jsonwall: '1.0', count: 5 },
    { kind: 'package', name: 'base', version: '12', sha256: 'aa', arch: 'amd64' },
    { kind: 'path', path: '/etc/', mode: '0755', slices: ['base_etc'] },
    {
      kind: 'path',
      path: '/etc/x',
      mode: '0644',
      slices: ['base_etc', 'other_x'],
      sha256: 'bb',
      final_sha256: 'cc',
      size: 3,
    },
    { kind: 'slice', name: 'base_etc' },
  ];
  const wall = stored(Buffer.from(lines.map((line) => JSON.stringify(line)).join('\n')));
  expect(read(chiselManifest, '/var/lib/chisel/manifest.wall', wall)?.packages).toEqual([
    {
      type: 'deb',
      name: 'base',
      version: '12',
      architecture: 'amd64',
      integrity: 'sha256:aa',
      owns: [
        { path: '/etc', isFolder: true },
        { path: '/etc/x', digest: 'sha256:cc', sizeBytes: 3 },
      ],
    },
  ]);
  expect(read(chiselManifest, '/var/lib/chisel/manifest.wall', 'plain')?.fault).toBeDefined();
});

/** A Zstandard frame of one stored block. */
function stored(bytes: Buffer): Buffer {
  const head = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0xa0, 0, 0, 0, 0, 0, 0, 0]);
  head.writeUInt32LE(bytes.length, 5);
  head.writeUIntLE((bytes.length << 3) | 1, 9, 3);
  return Buffer.concat([head, bytes]);
}

test('whatever the bytes are, every reader gives a value', () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 2000 }),
    fc.string({ unit: 'binary' }).map((text) => Buffer.from(text)),
  );
  fc.assert(
    fc.property(bytes, (some) => {
      for (const reader of systemReaders) {
        const reading = reader.read({ path: '/var/db/pkg/a/b-1/CONTENTS', bytes: Buffer.from(some) });
        for (const { name, version } of reading?.packages ?? []) expect(name !== '' && version !== '').toBe(true);
      }
    }),
  );
});
