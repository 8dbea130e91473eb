import { inflateRawSync } from 'node:zlib';

export interface ZipEntry {
  readonly name: string;
  /** As its directory says; what comes out may be less, never more. */
  readonly sizeBytes: number;
  /** Null where it is damaged, encrypted, packed in another way, or larger than `most`. */
  readonly content: (most: number) => Buffer | null;
}

const END = 0x06054b50;
const END_BYTES = 22;
const LONGEST_COMMENT = 0xffff;
const WIDE_LOCATOR = 0x07064b50;
const WIDE_END = 0x06064b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const MOST_ENTRIES = 500_000;
const WIDE = 0xffffffff;
const STORED = 0;
const DEFLATED = 8;
const IS_ENCRYPTED = 1;

interface Directory {
  readonly start: number;
  readonly entries: number;
  /** Bytes before the archive, as of a script that starts it. */
  readonly before: number;
}

/** Entries as the central directory lists them (APPNOTE 4.3); null when there is none. */
export function readZip(bytes: Buffer): readonly ZipEntry[] | null {
  const directory = directoryOf(bytes);
  if (!directory) return null;
  const entries: ZipEntry[] = [];
  let at = directory.start;
  while (entries.length < Math.min(directory.entries, MOST_ENTRIES)) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== CENTRAL) break;
    const [nameBytes, extraBytes, commentBytes] = [28, 30, 32].map((it) => bytes.readUInt16LE(at + it));
    const end = at + 46 + (nameBytes ?? 0);
    entries.push(entryAt(bytes, at, end, extraBytes ?? 0, directory.before));
    at = end + (extraBytes ?? 0) + (commentBytes ?? 0);
  }
  return entries;
}

function directoryOf(bytes: Buffer): Directory | null {
  const last = bytes.length - END_BYTES;
  for (let at = last; at >= Math.max(0, last - LONGEST_COMMENT); at--) {
    if (bytes[at] !== 0x50 || bytes.readUInt32LE(at) !== END) continue;
    const [entries, size, offset] = [
      bytes.readUInt16LE(at + 10),
      bytes.readUInt32LE(at + 12),
      bytes.readUInt32LE(at + 16),
    ];
    if (entries === 0xffff || size === WIDE || offset === WIDE) {
      const wide = wideDirectory(bytes, at - 20);
      if (wide) return wide;
    }
    const start = at - size;
    if (start >= 0) return { start, entries, before: Math.max(0, start - offset) };
  }
  return null;
}

function wideDirectory(bytes: Buffer, locator: number): Directory | null {
  if (locator < 0 || bytes.readUInt32LE(locator) !== WIDE_LOCATOR) return null;
  const at = Number(bytes.readBigUInt64LE(locator + 8));
  if (!Number.isSafeInteger(at) || at + 56 > bytes.length || bytes.readUInt32LE(at) !== WIDE_END) return null;
  const start = Number(bytes.readBigUInt64LE(at + 48));
  return start < bytes.length ? { start, entries: Number(bytes.readBigUInt64LE(at + 32)), before: 0 } : null;
}

function entryAt(bytes: Buffer, at: number, nameEnd: number, extraBytes: number, before: number): ZipEntry {
  const flags = bytes.readUInt16LE(at + 8);
  const method = bytes.readUInt16LE(at + 10);
  const [packed, size, offset] = wideFields(bytes, nameEnd, extraBytes, [
    bytes.readUInt32LE(at + 20),
    bytes.readUInt32LE(at + 24),
    bytes.readUInt32LE(at + 42),
  ]);
  return {
    name: bytes.toString('utf8', at + 46, Math.min(nameEnd, bytes.length)),
    sizeBytes: size,
    content: (most) => {
      if ((flags & IS_ENCRYPTED) !== 0 || size > most || (method === STORED && packed > most)) return null;
      const local = offset + before;
      if (local + 30 > bytes.length || bytes.readUInt32LE(local) !== LOCAL) return null;
      const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
      if (start + packed > bytes.length) return null;
      const body = bytes.subarray(start, start + packed);
      if (method === STORED) return body;
      return method === DEFLATED ? inflated(body, most) : null;
    },
  };
}

/** Where a field is all ones, the extra field 1 has it in 64 bits, in the order uncompressed, compressed, offset. */
function wideFields(
  bytes: Buffer,
  start: number,
  length: number,
  [packed, size, offset]: readonly [number, number, number],
): readonly [number, number, number] {
  if (packed !== WIDE && size !== WIDE && offset !== WIDE) return [packed, size, offset];
  const end = Math.min(start + length, bytes.length);
  for (let at = start; at + 4 <= end; at += 4 + bytes.readUInt16LE(at + 2)) {
    if (bytes.readUInt16LE(at) !== 1) continue;
    let next = at + 4;
    const wide = (value: number) => {
      if (value !== WIDE || next + 8 > end) return value;
      next += 8;
      return Number(bytes.readBigUInt64LE(next - 8));
    };
    const [first, second, third] = [wide(size), wide(packed), wide(offset)];
    return [second, first, third];
  }
  return [packed, size, offset];
}

function inflated(body: Buffer, most: number): Buffer | null {
  try {
    return inflateRawSync(body, { maxOutputLength: Math.max(1, most) });
  } catch {
    return null; // damaged, or more than it said
  }
}
