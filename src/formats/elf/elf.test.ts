import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dynamicRangeOf, isElf, readElf } from './index.ts';

const readerOf = (bytes: Uint8Array) => (offset: number, length: number) => bytes.subarray(offset, offset + length);

/** A dynamic executable in small: headers, interpreter, string table and dynamic section. */
function elfOf({ wide = true, little = true, machine = 62, runTag = 29 } = {}): Buffer {
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
    [0, 0],
  ].forEach(([tag = 0, value = 0], index) => {
    put(600 + index * word * 2, word, tag);
    put(600 + index * word * 2 + word, word, value);
  });
  return bytes;
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
    });
  });

  it('needs the head and the dynamic section only', () => {
    const bytes = elfOf();
    expect(dynamicRangeOf(readerOf(bytes))).toEqual({ offset: 600, bytes: 200 });
  });

  it('reads the program that runs this test', () => {
    const program = readFileSync(process.execPath).subarray(0, 1 << 20);
    if (isElf(program))
      expect(readElf(readerOf(program))).toMatchObject({ interpreter: expect.stringContaining('ld-') });
  });

  it('gives null for anything else, and something for damaged files', () => {
    expect(readElf(readerOf(Buffer.from('#!/bin/sh\n')))).toBeNull();
    const bytes = elfOf();
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
