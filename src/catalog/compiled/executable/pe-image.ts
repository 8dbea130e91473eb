import type { ExecutableImage } from './executable-image.ts';
import { nameAt, Numbers, part } from './numbers.ts';

const MOST_SECTIONS = 256;
const COFF_BYTES = 24;

export function readPeImage(bytes: Buffer): ExecutableImage | null {
  if (bytes.length < 64 || bytes.readUInt16BE(0) !== 0x4d5a) return null;
  const numbers = new Numbers(bytes, true);
  const header = numbers.u32(0x3c);
  if (numbers.u32(header) !== 0x4550) return null;
  const optional = header + COFF_BYTES;
  const isWide = numbers.u16(optional) === 0x20b;
  const base = isWide ? numbers.u64(optional + 24) : numbers.u32(optional + 28);
  const table = optional + numbers.u16(header + 20);
  const sections = Array.from({ length: Math.min(numbers.u16(header + 6), MOST_SECTIONS) }, (_, index) => {
    const at = table + index * 40;
    const size = Math.min(numbers.u32(at + 16), numbers.u32(at + 8) || numbers.u32(at + 16));
    const address = base + numbers.u32(at + 12);
    return { name: nameAt(bytes, at, 8), address, bytes: part(bytes, numbers.u32(at + 20), size) };
  });
  return {
    kind: 'pe',
    isLittleEndian: true,
    sections,
    at: (address) => {
      const home = sections.find((it) => address >= it.address && address < it.address + it.bytes.length);
      return home ? home.bytes.subarray(address - home.address) : Buffer.alloc(0);
    },
  };
}

/** Addresses in resource tables count from the start of the image; this is that start. */
export function imageBase(bytes: Buffer): number {
  const numbers = new Numbers(bytes, true);
  const optional = numbers.u32(0x3c) + COFF_BYTES;
  return numbers.u16(optional) === 0x20b ? numbers.u64(optional + 24) : numbers.u32(optional + 28);
}
