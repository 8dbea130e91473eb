import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dynamicRangeOf, isElf, newestVersions, readElf } from './index.ts';

const readerOf = (bytes: Uint8Array) => (offset: number, length: number) => bytes.subarray(offset, offset + length);

/** A dynamic executable in small: headers, interpreter, string table and dynamic section. */
function elfOf({ wide = true, little = true, machine = 62, runTag = 29, versions = false } = {}): Buffer {
  const bytes = Buffer.alloc(1024);
  const put = (at: number, size: 2 | 4 | 8, value: number) => {
    const buffer = Buffer.alloc(8);
    buffer.writeBigUInt64LE(BigInt(value));
    const part = [...buffer.subarray(0, size)];
    bytes.set(little ? part : part.toReversed(), at);
  };
  const word = wide ? 8 : 4;
  bytes.set([0x7f, 0x45, 0x4c, 0x46, wide ? 2 : 1, little ? 1 : 2, 1]);
  put(16, 2, 3);
  put(18, 2, machine);
  put(wide ? 32 : 28, word, 64);
  put(wide ? 54 : 42, 2, wide ? 56 : 32);
  put(wide ? 56 : 44, 2, 3);
  const segment = (index: number, type: number, offset: number, address: number, size: number) => {
    const at = 64 + index * (wide ? 56 : 32);
    put(at, 4, type);
    put(at + (wide ? 8 : 4), word, offset);
    put(at + (wide ? 16 : 8), word, address);
    put(at + (wide ? 32 : 16), word, size);
  };
  segment(0, 1, 0, 0x400000, 1024);
  segment(1, 3, 400, 0x400190, 20);
  segment(2, 2, 600, 0x400258, 200);
  bytes.write('/lib/ld-musl.so.1\0', 400);
  bytes.write('\0libc.so\0libz.so.1\0$ORIGIN/../lib:/opt/lib\0', 500);
  [
    [1, 1],
    [1, 9],
    [runTag, 19],
    [5, 0x400000 + 500],
    [10, 90],
    ...(versions
      ? [
          [0x6ffffffe, 0x400000 + 820],
          [0x6fffffff, 2],
          [0x6ffffffc, 0x400000 + 920],
          [0x6ffffffd, 9],
        ]
      : []),
    [0, 0],
  ].forEach(([tag = 0, value = 0], index) => {
    put(600 + index * word * 2, word, tag);
    put(600 + index * word * 2 + word, word, value);
  });
  if (versions) putVersions(bytes, put);
  return bytes;
}

/** Two libraries, of which the first has a weak version among its three, and two versions of its own behind the base's. */
function putVersions(bytes: Buffer, put: (at: number, size: 2 | 4 | 8, value: number) => void): void {
  bytes.write('V_1.9\0V_1.10\0', 548);
  const [old, young] = [48, 54];
  const need = (at: number, count: number, library: number, next: number) => {
    put(at, 2, 1);
    put(at + 2, 2, count);
    put(at + 4, 4, library);
    put(at + 8, 4, 16);
    put(at + 12, 4, next);
  };
  const version = (at: number, flags: number, name: number, next: number) => {
    put(at + 4, 2, flags);
    put(at + 8, 4, name);
    put(at + 12, 4, next);
  };
  need(820, 3, 1, 64);
  version(836, 0, old, 16);
  version(852, 0, young, 16);
  version(868, 2, 1, 0);
  need(884, 1, 9, 0);
  version(900, 0, old, 0);
  [1, 0, 0].forEach((flags, index) => {
    const at = 920 + index * 28;
    put(at + 2, 2, flags);
    put(at + 12, 4, 20);
    put(at + 16, 4, index === 2 ? 0 : 28);
    put(at + 20, 4, [1, old, young][index] ?? 0);
  });
}

describe('readElf', () => {
  it.each([
    ['amd64', {}],
    ['arm64', { machine: 183 }],
    ['arm', { wide: false, machine: 40 }],
    ['s390x', { little: false, machine: 22 }],
    ['ppc64le', { machine: 21, runTag: 15 }],
  ])('reads what a file for %s needs', (architecture, shape) => {
    expect(readElf(readerOf(elfOf(shape)))).toEqual({
      architecture,
      type: 'shared',
      interpreter: '/lib/ld-musl.so.1',
      needed: ['libc.so', 'libz.so.1'],
      runpath: ['$ORIGIN/../lib', '/opt/lib'],
      requires: [],
      provides: [],
    });
  });

  it('needs the head and the dynamic section only', () => {
    const bytes = elfOf();
    expect(dynamicRangeOf(readerOf(bytes))).toEqual({ offset: 600, bytes: 200 });
  });

  it.each([{}, { wide: false, machine: 40 }, { little: false, machine: 22 }])(
    'reads versions of symbols, without those that may be missing: %j',
    (shape) => {
      const facts = readElf(readerOf(elfOf({ ...shape, versions: true })));
      expect(facts?.requires).toEqual([
        { library: 'libc.so', version: 'V_1.9' },
        { library: 'libc.so', version: 'V_1.10' },
        { library: 'libz.so.1', version: 'V_1.9' },
      ]);
      expect(facts?.provides).toEqual(['V_1.9', 'V_1.10']);
      expect(newestVersions(facts?.requires ?? [])).toEqual(['libc.so V_1.10', 'libz.so.1 V_1.9']);
    },
  );

  it('keeps versions apart that do not go on from each other', () => {
    const library = 'libc.so.6';
    const needed = ['GLIBC_2.4', 'GLIBC_2.34', 'GLIBC_PRIVATE', 'GCC_3.0'].map((version) => ({ library, version }));
    expect(newestVersions(needed)).toEqual(['libc.so.6 GLIBC_2.34', 'libc.so.6 GLIBC_PRIVATE', 'libc.so.6 GCC_3.0']);
  });

  it('reads the program that runs this test', () => {
    const program = readFileSync(process.execPath).subarray(0, 1 << 20);
    if (isElf(program))
      expect(readElf(readerOf(program))).toMatchObject({ interpreter: expect.stringContaining('ld-') });
  });

  it('gives null for anything else, and something for damaged files', () => {
    expect(readElf(readerOf(Buffer.from('#!/bin/sh\n')))).toBeNull();
    const bytes = elfOf({ versions: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(1023), fc.nat(255)), { maxLength: 20 }), fc.nat(1024), (changes, end) => {
        const copy = Buffer.from(bytes);
        for (const [at, byte] of changes) copy[at] = byte;
        const facts = readElf(readerOf(copy.subarray(0, end)));
        expect(facts === null || facts.needed.length <= 1024).toBe(true);
      }),
    );
  });
});
