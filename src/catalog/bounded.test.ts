import { expect, test } from 'vitest';
import { deflateRawSync } from 'node:zlib';
import { MOST_FILES } from './bounded.ts';
import { readersOf } from './registry.ts';

const read = (path: string, text: string | Buffer) => {
  const readings = readersOf(path).map((it) => it.read({ path, bytes: Buffer.from(text) }));
  return readings.find((it) => it !== null);
};

test('a long folder before many names is kept up to a bound, and its package is kept', () => {
  const files = Array.from({ length: 5_000 }, (_, index) => `R:f${index}`).join('\n');
  const found = read('/lib/apk/db/installed', `P:a\nV:1\nF:${'d'.repeat(100_000)}\n${files}\n\nP:b\nV:2\n\n`);
  expect(found?.packages.map(({ name }) => name)).toEqual(['a', 'b']);
  expect(found?.packages[0]?.owns?.length).toBeLessThan(1_000);
  expect(found?.fault).toBe('it names more files than are kept');
});

test('a record deep below names as many files as memory is given for', () => {
  const folder = `/${'d'.repeat(8_000)}`;
  const rows = Array.from({ length: 20_000 }, (_, index) => `f${index},,`).join('\n');
  const found = read(`${folder}/a.dist-info/RECORD`, rows);
  expect(found?.owned?.files.length).toBeLessThan(10_000);
  expect(found?.fault).toBe('it names more files than are kept');
});

test('a database names so many packages and no more', () => {
  const status = 'Package: p\nVersion: 1\n\n'.repeat(100_001);
  const found = read('/var/lib/dpkg/status', status);
  expect(found?.packages).toHaveLength(100_000);
  expect(found?.fault).toMatch(/more than 100000 packages/);
});

test('a list of files ends where no system has as many', () => {
  const found = read('/var/lib/dpkg/info/a.list', '/a\n'.repeat(MOST_FILES + 1));
  expect(found?.owned?.files).toHaveLength(MOST_FILES);
  expect(found?.fault).toBe('it names more files than are kept');
});

test('the fields of a wheel are read up to a bound, and a name of hyphens costs no more than its length', () => {
  const hyphens = `a${'-'.repeat(3_900)}\u00e9`;
  const found = read('/a.dist-info/METADATA', `Name: a\nVersion: 1\n${`Requires-Dist: ${hyphens}\n`.repeat(2_000)}`);
  expect(found?.packages).toMatchObject([{ name: 'a', version: '1', requires: ['a'] }]);
});

test('a package.json that is larger than any is not read', () => {
  const reader = readersOf('/app/node_modules/a/package.json')[0];
  expect(reader?.mostBytes).toBe(1 << 22);
});

test('an archive whose entries all lie in one place is unpacked so often and no more', () => {
  const found = read('/a.jar', overlapping(40_000));
  expect(found?.fault).toBe('it holds more than is looked into');
  expect(found?.packages).toMatchObject([{ name: 'g:a', version: '1' }]);
});

/** A zip whose directory names one body again and again. */
function overlapping(entries: number): Buffer {
  const name = 'META-INF/maven/g/a/pom.properties';
  const body = Buffer.from(`groupId=g\nartifactId=a\nversion=1\n#${'x'.repeat(2_000)}`);
  const packed = deflateRawSync(body);
  const common = Buffer.alloc(26);
  common.writeUInt16LE(8, 4);
  common.writeUInt32LE(packed.length, 14);
  common.writeUInt32LE(body.length, 18);
  common.writeUInt16LE(name.length, 22);
  const local = Buffer.concat([Buffer.from('PK\u0003\u0004', 'latin1'), common, Buffer.from(name), packed]);
  const entry = Buffer.concat([
    Buffer.from('PK\u0001\u0002\0\0', 'latin1'),
    common,
    Buffer.alloc(14),
    Buffer.from(name),
  ]);
  const end = Buffer.alloc(22);
  end.write('PK\u0005\u0006', 0, 'latin1');
  end.writeUInt16LE(entries, 10);
  end.writeUInt32LE(entries * entry.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, ...Array.from({ length: entries }, () => entry), end]);
}
