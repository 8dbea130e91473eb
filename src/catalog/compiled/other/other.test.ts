import { describe, expect, it } from 'vitest';
import { compiledReaders } from '../index.ts';
import { readConanInfo, readConanLock } from './conan.ts';
import { readCabalFreeze, stackLock } from './haskell.ts';
import { readOpam } from './opam.ts';
import { readSwiplPack } from './swipl-pack.ts';

/** What all readers say that take the file by its name. */
function found(path: string, content: string | Buffer) {
  const base = path.slice(path.lastIndexOf('/') + 1);
  const readers = compiledReaders.filter(
    (it) =>
      (it.names?.includes(base) || it.extensions?.some((ending) => base.endsWith(ending)) || it.paths?.test(path)) &&
      (it.where?.(path) ?? true),
  );
  return readers
    .flatMap((it) => it.read({ path, bytes: Buffer.from(content) })?.packages ?? [])
    .map(({ type, name, version }) => `${type} ${name} ${version}`);
}

function kernel(version: string): Buffer {
  const bytes = Buffer.alloc(0x400);
  bytes.write('HdrS', 0x202, 'latin1');
  bytes.writeUInt16LE(0x100, 0x20e);
  bytes.write(`${version} (root@host) #1 SMP`, 0x300, 'latin1');
  return bytes;
}

describe('readers of other families', () => {
  it.each([
    [
      '/p/.terraform.lock.hcl',
      'provider "r.example/x/aws" {\n  version     = "5.1.0"\n  constraints = "~> 5.0"\n}\n',
      'terraform r.example/x/aws 5.1.0',
    ],
    [
      '/p/.github/workflows/ci.yml',
      'steps:\n  - uses: actions/checkout@v4 # v4\n  - uses: ./local\n',
      'github actions/checkout v4',
    ],
    ['/home/linuxbrew/.linuxbrew/Cellar/jq/1.7.1/INSTALL_RECEIPT.json', '{}', 'homebrew jq 1.7.1'],
    ['/snap/core22/current/meta/snap.yaml', 'name: core22\nversion: "20240111"\n', 'snap core22 20240111'],
    ['/boot/vmlinuz-6.1.0-18-amd64', kernel('6.1.0-18-amd64'), 'kernel linux-kernel 6.1.0-18-amd64'],
    [
      '/A.app/Contents/Info.plist',
      '<plist><dict><key>CFBundleName</key><string>A</string><key>CFBundleVersion</key><string>2</string></dict></plist>',
      'generic A 2',
    ],
    [
      '/x/application-inventory.json',
      '{"Content":[{"Name":"glibc","Version":"2.4","Release":"1.br1","Epoch":"1"}]}',
      'rpm glibc 1:2.4-1.br1',
    ],
    ['/p/conanfile.txt', '[requires]\nfmt/8.1.1 # c\nzlib/[>1.2]\n[generators]\ncmake/1\n', 'conan fmt 8.1.1'],
  ])('%s', (path, content, wanted) => {
    expect(found(path, content)).toEqual([wanted]);
  });

  it.each([
    '/boot/vmlinuz-6',
    '/snap/x/meta/snap.yaml',
    '/Cellar/INSTALL_RECEIPT.json',
    '/p/conan.lock',
    '/x/Info.plist',
    '/x/opam',
    '/pack.pl',
  ])('%s is passed over where it is something else', (path) => {
    expect(found(path, '\0\x01nothing: [')).toEqual([]);
  });

  it('follows the graph of a lock file of Conan 1, and reads the lists of Conan 2', () => {
    const nodes = { 0: { requires: ['1'] }, 1: { ref: 'a/1.0@me/dev#rev', requires: ['2'] }, 2: { ref: 'b/2.0' } };
    expect(readConanLock(JSON.stringify({ graph_lock: { nodes } }))).toMatchObject({
      packages: [
        { name: 'a', purl: 'pkg:conan/me/a@1.0?channel=dev', isDirect: true, requires: ['b@2.0'] },
        { name: 'b', isDirect: false },
      ],
    });
    expect(readConanLock('{"requires": ["a/1.0#rev%1.5"]}')).toMatchObject({
      packages: [{ name: 'a', version: '1.0' }],
    });
    expect(
      readConanInfo('[full_requires]\nb/2.0:id\n', '/h/data/a/1.0/_/_/package/id/conaninfo.txt').map(
        ({ name }) => name,
      ),
    ).toEqual(['a', 'b']);
  });

  it('reads Haskell, OCaml and Prolog', () => {
    expect(readCabalFreeze('constraints: any.a ==1.2,\n any.base installed,\n tls +x')).toEqual([
      { type: 'hackage', name: 'a', version: '1.2' },
    ]);
    const lock = 'packages:\n- completed:\n    hackage: some-lib-1.2.3@sha256:' + 'a'.repeat(64) + ',1\n';
    expect(stackLock.read({ path: '/stack.yaml.lock', bytes: Buffer.from(lock) })?.packages).toMatchObject([
      { name: 'some-lib', version: '1.2.3' },
    ]);
    expect(readOpam('opam-version: "2.0"\nlicense: ["MIT" "ISC"]\n', '/s/base.v0.16/opam')).toEqual({
      type: 'opam',
      name: 'base',
      version: 'v0.16',
      licences: ['MIT', 'ISC'],
    });
    expect(readSwiplPack("name(x).\nversion('1.0').\n", '/p')).toMatchObject({ name: 'x', version: '1.0' });
  });
});
