import fc from 'fast-check';
import { expect, it } from 'vitest';
import { symbolBytesOf } from './index.ts';

const NAMES = '\0.text\0.symtab\0.strtab\0.debug_info\0.shstrtab\0';
const at = (name: string): number => NAMES.indexOf(name);

/** An ELF file that is nothing but a header, names of sections and their table. */
function elfWith(sections: readonly (readonly [name: string, bytes: number])[]): Buffer {
  const bytes = Buffer.alloc(2048);
  bytes.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  bytes.writeBigUInt64LE(512n, 40);
  bytes.writeUInt16LE(64, 58);
  bytes.writeUInt16LE(sections.length + 2, 60);
  bytes.writeUInt16LE(sections.length + 1, 62);
  bytes.write(NAMES, 128, 'latin1');
  [...sections, ['.shstrtab', NAMES.length] as const].forEach(([name, size], index) => {
    const row = 512 + (index + 1) * 64;
    bytes.writeUInt32LE(at(name), row);
    bytes.writeBigUInt64LE(128n, row + 24);
    bytes.writeBigUInt64LE(BigInt(size), row + 32);
  });
  return bytes;
}

const readerOf = (bytes: Uint8Array) => (offset: number, length: number) => bytes.subarray(offset, offset + length);

it('adds up what strip would take away, and no code', () => {
  const file = elfWith([
    ['.text', 9000],
    ['.symtab', 100],
    ['.strtab', 30],
    ['.debug_info', 7],
  ]);
  expect(symbolBytesOf(readerOf(file))).toBe(137);
});

it('says nothing of a file whose table of sections is not at hand, or that is none', () => {
  const file = elfWith([['.symtab', 100]]);
  expect(symbolBytesOf(readerOf(file.subarray(0, 400)))).toBe(0);
  expect(symbolBytesOf(readerOf(Buffer.from('#!/bin/sh\n')))).toBe(0);
});

it('ends with a number for damaged files', () => {
  const file = elfWith([['.symtab', 100]]);
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(700), fc.nat(255)), { maxLength: 20 }), (changes) => {
      const copy = Buffer.from(file);
      for (const [place, byte] of changes) copy[place] = byte;
      expect(symbolBytesOf(readerOf(copy))).toBeGreaterThanOrEqual(0);
    }),
  );
});
