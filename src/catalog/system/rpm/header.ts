/** A header of rpm: tags and where their values lie. The same in every database and in package files. */
export interface RpmHeader {
  readonly string: (tag: number) => string | null;
  readonly strings: (tag: number) => readonly string[];
  readonly numbers: (tag: number) => readonly number[];
}

interface Entry {
  readonly type: number;
  readonly offset: number;
  readonly count: number;
}

const MOST_ENTRIES = 1 << 16;
const ENTRY_BYTES = 16;
const WIDTHS: Readonly<Record<number, number>> = { 1: 1, 2: 1, 3: 2, 4: 4, 5: 8 };

/** Reads a header as databases keep it: two lengths, the index, the values. Null where it is none. */
export function readHeader(bytes: Buffer): RpmHeader | null {
  if (bytes.length < 8) return null;
  const [count, length] = [bytes.readUInt32BE(0), bytes.readUInt32BE(4)];
  const start = 8 + count * ENTRY_BYTES;
  if (count === 0 || count > MOST_ENTRIES || start + length > bytes.length) return null;
  const values = bytes.subarray(start, start + length);
  const entries = new Map<number, Entry>();
  for (let at = 8; at < start; at += ENTRY_BYTES) {
    const entry = {
      type: bytes.readUInt32BE(at + 4),
      offset: bytes.readUInt32BE(at + 8),
      count: bytes.readUInt32BE(at + 12),
    };
    const tag = bytes.readUInt32BE(at);
    if (!entries.has(tag)) entries.set(tag, entry);
  }
  const strings = (tag: number): readonly string[] => stringsAt(values, entries.get(tag));
  return { strings, string: (tag) => strings(tag)[0] ?? null, numbers: (tag) => numbersAt(values, entries.get(tag)) };
}

/** Bytes that a header with its lengths takes, from its first byte on. */
export function headerBytes(bytes: Buffer, at: number): number {
  return at + 8 > bytes.length ? 0 : 8 + bytes.readUInt32BE(at) * ENTRY_BYTES + bytes.readUInt32BE(at + 4);
}

/** Types 6, 8 and 9: one string, several, and one in several languages of which the first is the plain one. */
function stringsAt(values: Buffer, entry: Entry | undefined): string[] {
  if (!entry || ![6, 8, 9].includes(entry.type)) return [];
  const strings: string[] = [];
  const wanted = entry.type === 6 ? 1 : entry.count;
  for (let at = entry.offset; strings.length < wanted && at < values.length; ) {
    const end = values.indexOf(0, at);
    if (end < 0) break;
    strings.push(values.toString('utf8', at, end));
    at = end + 1;
  }
  return strings;
}

function numbersAt(values: Buffer, entry: Entry | undefined): number[] {
  const width = WIDTHS[entry?.type ?? 0];
  if (!entry || width === undefined) return [];
  const fitting = Math.max(0, Math.floor((values.length - entry.offset) / width));
  return Array.from({ length: Math.min(entry.count, fitting) }, (_, index) => {
    const at = entry.offset + index * width;
    return width === 8 ? Number(values.readBigUInt64BE(at)) : values.readUIntBE(at, width);
  });
}
