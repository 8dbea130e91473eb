import type { ExecutableImage, Section } from './executable-image.ts';
import { nameAt, Numbers, part } from './numbers.ts';

const MOST_COMMANDS = 1024;
const MOST_SECTIONS = 1024;
const LC_SEGMENT = 0x1;
const LC_SEGMENT_64 = 0x19;
const ZERO_FILL = 1;

export function readMachImage(file: Buffer): ExecutableImage | null {
  const bytes = firstPart(file);
  if (bytes.length < 28) return null;
  const magic = bytes.readUInt32LE(0);
  const isLittle = magic === 0xfeedface || magic === 0xfeedfacf;
  if (!isLittle && magic !== 0xcefaedfe && magic !== 0xcffaedfe) return null;
  const isWide = magic === 0xfeedfacf || magic === 0xcffaedfe;
  const numbers = new Numbers(bytes, isLittle);
  const segments = commands(numbers, isWide).map((at) => segment(bytes, numbers, at, isWide));
  return {
    kind: 'mach-o',
    isLittleEndian: isLittle,
    sections: segments.flatMap(({ sections }) => sections),
    at: (address) => {
      const home = segments.find((it) => address >= it.address && address < it.address + it.bytes.length);
      return home ? home.bytes.subarray(address - home.address) : Buffer.alloc(0);
    },
  };
}

/** A universal file holds one program per processor: they say the same, so the first speaks. */
function firstPart(file: Buffer): Buffer {
  if (file.length < 28 || file.readUInt32BE(0) !== 0xcafebabe) return file;
  const numbers = new Numbers(file, false);
  // A Java class begins with the same word; its next one is a version beyond any number of processors.
  return numbers.u32(4) > 30 ? Buffer.alloc(0) : part(file, numbers.u32(16), numbers.u32(20));
}

function commands(numbers: Numbers, isWide: boolean): number[] {
  const found: number[] = [];
  let at = isWide ? 32 : 28;
  for (let left = Math.min(numbers.u32(16), MOST_COMMANDS); left > 0; left--) {
    if (numbers.u32(at) === (isWide ? LC_SEGMENT_64 : LC_SEGMENT)) found.push(at);
    const size = numbers.u32(at + 4);
    if (size < 8) break;
    at += size;
  }
  return found;
}

function segment(bytes: Buffer, numbers: Numbers, at: number, isWide: boolean) {
  const header = isWide ? 72 : 56;
  const size = isWide ? 80 : 68;
  const count = Math.min(numbers.u32(at + (isWide ? 64 : 48)), MOST_SECTIONS);
  const sections = Array.from({ length: count }, (_, index): Section | null => {
    const section = at + header + index * size;
    const isEmpty = (numbers.u32(section + (isWide ? 64 : 56)) & 0xff) === ZERO_FILL;
    const length = numbers.word(section + (isWide ? 40 : 36), isWide);
    const offset = numbers.u32(section + (isWide ? 48 : 40));
    return isEmpty ? null : { name: nameAt(bytes, section, 16), bytes: part(bytes, offset, length) };
  });
  return {
    address: numbers.word(at + 24, isWide),
    bytes: part(bytes, numbers.word(at + (isWide ? 40 : 32), isWide), numbers.word(at + (isWide ? 48 : 36), isWide)),
    sections: sections.filter((it) => it !== null),
  };
}
