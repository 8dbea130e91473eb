import { Numbers, part } from '../executable/numbers.ts';
import { imageBase, readPeImage } from '../executable/pe-image.ts';

const RT_VERSION = 16;
const MOST_ENTRIES = 4096;
const LARGEST = 1 << 20;
const DEEPEST = 4;

/** Texts of a PE file's version resource (VS_VERSIONINFO): `ProductName`, `FileVersion` …; null when there is none. */
export function readPeVersion(bytes: Buffer): ReadonlyMap<string, string> | null {
  const image = readPeImage(bytes);
  const resources = image?.sections.find(({ name }) => name === '.rsrc')?.bytes;
  if (!image || !resources) return null;
  const entry = versionEntry(new Numbers(resources, true));
  if (entry === null) return null;
  const numbers = new Numbers(resources, true);
  const block = image.at(imageBase(bytes) + numbers.u32(entry)).subarray(0, Math.min(numbers.u32(entry + 4), LARGEST));
  const texts = new Map<string, string>();
  readBlock(block, 0, block.length, texts, 0);
  return texts.size > 0 ? texts : null;
}

/** Type, name, language: of the first two levels the entry asked for, of the third the first. */
function versionEntry(numbers: Numbers): number | null {
  const type = entriesAt(numbers, 0).find(({ id }) => id === RT_VERSION);
  const name = type?.isFolder ? entriesAt(numbers, type.offset)[0] : undefined;
  const language = name?.isFolder ? entriesAt(numbers, name.offset)[0] : undefined;
  return language && !language.isFolder ? language.offset : null;
}

function entriesAt(numbers: Numbers, at: number) {
  const count = Math.min(numbers.u16(at + 12) + numbers.u16(at + 14), MOST_ENTRIES);
  return Array.from({ length: count }, (_, index) => {
    const target = numbers.u32(at + 16 + index * 8 + 4);
    return { id: numbers.u32(at + 16 + index * 8), isFolder: target >= 0x80000000, offset: target & 0x7fffffff };
  });
}

/** A block: lengths, kind, name, value and blocks inside, each at a multiple of four. */
function readBlock(bytes: Buffer, start: number, end: number, texts: Map<string, string>, depth: number): void {
  const numbers = new Numbers(bytes, true);
  let at = start;
  for (let count = 0; at + 6 <= end && count < MOST_ENTRIES; count++) {
    const length = numbers.u16(at);
    if (length < 6 || at + length > end) return;
    const nameEnd = wideEnd(bytes, at + 6, at + length);
    const name = bytes.toString('utf16le', at + 6, nameEnd);
    const value = aligned(nameEnd + 2);
    const valueLength = numbers.u16(at + 2) * (numbers.u16(at + 4) === 1 ? 2 : 1);
    if (depth === DEEPEST - 1) {
      const text = part(bytes, value, Math.min(valueLength, at + length - value)).toString('utf16le');
      texts.set(name, text.split('\0', 1)[0]?.trim() ?? '');
    } else readBlock(bytes, aligned(value + valueLength), at + length, texts, depth + 1);
    at = aligned(at + length);
  }
}

const aligned = (at: number) => (at + 3) & ~3;

function wideEnd(bytes: Buffer, start: number, end: number): number {
  for (let at = start; at + 2 <= Math.min(end, bytes.length); at += 2)
    if (bytes[at] === 0 && bytes[at + 1] === 0) return at;
  return Math.min(end, bytes.length);
}
