import type { ExecutableImage, Section } from './executable-image.ts';
import { nameAt, Numbers, part } from './numbers.ts';

const MOST = 4096;
const PT_LOAD = 1;
const SHT_NOBITS = 8;
const SHF_COMPRESSED = 0x800;

export function readElfImage(bytes: Buffer): ExecutableImage | null {
  if (bytes.length < 52 || bytes.readUInt32BE(0) !== 0x7f454c46) return null;
  const isWide = bytes[4] === 2;
  const numbers = new Numbers(bytes, bytes[5] !== 2);
  const loads = segments(numbers, isWide);
  return {
    kind: 'elf',
    isLittleEndian: numbers.isLittleEndian,
    sections: sections(bytes, numbers, isWide),
    at: (address) => {
      const home = loads.find((it) => address >= it.address && address < it.address + it.bytes);
      return home
        ? part(bytes, home.offset + (address - home.address), home.bytes - (address - home.address))
        : part(bytes, 0, 0);
    },
  };
}

function segments(numbers: Numbers, isWide: boolean) {
  const table = numbers.word(isWide ? 32 : 28, isWide);
  const size = numbers.u16(isWide ? 54 : 42);
  const count = Math.min(numbers.u16(isWide ? 56 : 44), MOST);
  return Array.from({ length: count }, (_, index) => {
    const at = table + index * size;
    return {
      type: numbers.u32(at),
      offset: numbers.word(at + (isWide ? 8 : 4), isWide),
      address: numbers.word(at + (isWide ? 16 : 8), isWide),
      bytes: numbers.word(at + (isWide ? 32 : 16), isWide),
    };
  }).filter(({ type }) => type === PT_LOAD);
}

function sections(bytes: Buffer, numbers: Numbers, isWide: boolean): Section[] {
  const table = numbers.word(isWide ? 40 : 32, isWide);
  const size = numbers.u16(isWide ? 58 : 46);
  const count = Math.min(numbers.u16(isWide ? 60 : 48), MOST);
  const header = (index: number) => {
    const at = table + index * size;
    return {
      name: numbers.u32(at),
      type: numbers.u32(at + 4),
      flags: numbers.word(at + 8, isWide),
      offset: numbers.word(at + (isWide ? 24 : 16), isWide),
      bytes: numbers.word(at + (isWide ? 32 : 20), isWide),
    };
  };
  const names = header(numbers.u16(isWide ? 62 : 50)).offset;
  return Array.from({ length: count }, (_, index) => header(index))
    .filter(({ type, flags }) => type !== 0 && type !== SHT_NOBITS && (flags & SHF_COMPRESSED) === 0)
    .map((it) => ({ name: nameAt(bytes, names + it.name), bytes: part(bytes, it.offset, it.bytes) }));
}
