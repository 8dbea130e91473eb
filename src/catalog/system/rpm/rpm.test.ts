import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { berkeleyOf, headerOf, ndbOf, sqliteOf } from '../../../../test/kit/rpm-databases.ts';
import { rpmDatabase, rpmFile, rpmManifest } from './index.ts';

const vim = {
  1000: 'vim',
  1001: '9.0',
  1002: '1.el9',
  1003: [2],
  1009: [77],
  1011: 'Vendor',
  1014: 'Vim and MIT',
  1022: 'x86_64',
  1044: 'vim-9.0-2.el9.src.rpm',
  1047: ['vim', 'editor', 'vim'],
  1049: ['libc.so.6()(64bit)', '/bin/sh'],
  1116: [0, 0, 1],
  1117: ['vim', 'share', 'vimrc'],
  1118: ['/usr/bin/', '/etc/'],
  1028: [70, 4096, 7],
  1030: [0o100755, 0o040755, 0o100644],
  1035: ['ab'.repeat(32), '', 'cd'.repeat(32)],
  1037: [0, 0, 17],
  5011: [8],
  5096: 'vim:9:1',
};
const found = {
  type: 'rpm',
  name: 'vim',
  version: '2:9.0-1.el9',
  architecture: 'x86_64',
  source: { name: 'vim', version: '9.0-2.el9' },
  qualifiers: { upstream: 'vim-9.0-2.el9.src.rpm', rpmmod: 'vim:9:1' },
  licences: ['Vim and MIT'],
  requires: ['libc.so.6()(64bit)', '/bin/sh'],
  provides: ['vim', 'editor'],
  owns: [
    { path: '/usr/bin/vim', digest: `sha256:${'ab'.repeat(32)}`, sizeBytes: 70 },
    { path: '/usr/bin/share', isFolder: true },
    { path: '/etc/vimrc', digest: `sha256:${'cd'.repeat(32)}`, sizeBytes: 7, isConfig: true },
  ],
  maintainer: 'Vendor',
  installedBytes: 77,
};
const zlib = { 1000: 'zlib', 1001: '1', 1002: '1', 1022: 'noarch' };
const key = { 1000: 'gpg-pubkey', 1001: 'aa', 1002: 'bb' };

const blobs = [headerOf(vim), headerOf(key), headerOf(zlib)];
const forms = { 'rpmdb.sqlite': sqliteOf(blobs), 'Packages.db': ndbOf(blobs), Packages: berkeleyOf(blobs) };
const read = (name: string, bytes: Buffer) => rpmDatabase.read({ path: `/var/lib/rpm/${name}`, bytes });

describe.each(Object.entries(forms))('%s', (name, bytes) => {
  test('gives every package with its files, but no keys of signers', () => {
    const reading = read(name, bytes);
    expect(reading?.fault).toBeUndefined();
    expect(reading?.packages[0]).toEqual(found);
    expect(reading?.packages.map((it) => it.name)).toEqual(['vim', 'zlib']);
  });

  test('cut off anywhere, it still gives a value', () => {
    fc.assert(
      fc.property(fc.nat(bytes.length), (length) => {
        expect(read(name, bytes.subarray(0, length))?.packages.length ?? 0).toBeLessThanOrEqual(2);
      }),
    );
  });

  test('with any bytes changed, it still gives a value', () => {
    const changes = fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(changes, (some) => {
        const changed = Buffer.from(bytes);
        for (const [at, value] of some) changed[at] = value;
        expect(Array.isArray(read(name, changed)?.packages ?? [])).toBe(true);
      }),
    );
  });
});

test('a tree that leads back to itself ends', () => {
  const bytes = sqliteOf(blobs);
  bytes.writeUInt32BE(2, 512 + 8);
  expect(read('rpmdb.sqlite', bytes)?.packages.length).toBeLessThan(3);
});

test('what is no database is a fault, an empty file is nothing', () => {
  expect(read('Packages', Buffer.from('bogus'))?.fault).toBeDefined();
  expect(read('Packages', Buffer.alloc(0))).toBeNull();
});

test('entries that share their bytes are not read for ever', () => {
  const many = ndbOf(Array.from({ length: 200 }, () => headerOf(zlib)));
  for (let slot = 32; slot < 32 + 200 * 16; slot += 16)
    many.writeUInt32LE(many.length, many.readUInt32LE(slot + 8) * 16 + 12);
  expect(read('Packages.db', many)?.fault).toBe('its entries overlap');
});

test('the table of distroless images has a line for each package', () => {
  const text = 'vim\t9.0-1.cm2\t1\t1\tMicrosoft\t2\t45000\tx86_64\t2\tvim-9.0-1.cm2.src.rpm\nbroken\n';
  const reading = rpmManifest.read({ path: '/var/lib/rpmmanifest/container-manifest-2', bytes: Buffer.from(text) });
  expect(reading?.packages).toEqual([
    {
      type: 'rpm',
      name: 'vim',
      version: '2:9.0-1.cm2',
      source: { name: 'vim' },
      qualifiers: { upstream: 'vim-9.0-1.cm2.src.rpm' },
      architecture: 'x86_64',
      maintainer: 'Microsoft',
      installedBytes: 45_000,
    },
  ]);
  expect(reading?.fault).toContain('1 of 2');
});

test('a package file is declared by its header, and owns nothing that is installed', () => {
  const lead = Buffer.alloc(96);
  lead.writeUInt32BE(0xedabeedb, 0);
  const magic = Buffer.from([0x8e, 0xad, 0xe8, 1, 0, 0, 0, 0]);
  const signature = Buffer.concat([magic, headerOf({ 1000: 'abc' })]);
  const padding = Buffer.alloc((8 - (signature.length % 8)) % 8);
  const bytes = Buffer.concat([lead, signature, padding, magic, headerOf(vim)]);
  expect(rpmFile.says).toBe('declared');
  expect(rpmFile.read({ path: '/a.rpm', bytes })?.packages[0]).toEqual({ ...found, owns: undefined });
  expect(rpmFile.read({ path: '/a.rpm', bytes: bytes.subarray(0, 120) })?.fault).toBeDefined();
  expect(rpmFile.read({ path: '/a.rpm', bytes: Buffer.from('text') })).toBeNull();
});
