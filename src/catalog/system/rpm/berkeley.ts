const HASH_MAGIC = 0x061561;
const PAGE_HEADER_BYTES = 26;
const HASH_PAGES = new Set([2, 13]);
const OVERFLOW_PAGE = 7;
const OFF_PAGE = 3;
const ON_PAGE = 1;

interface Database {
  readonly bytes: Buffer;
  readonly pageBytes: number;
  readonly u16: (at: number) => number;
  readonly u32: (at: number) => number;
  /** Pages that hold part of a value: no page is part of two, unless the file is made to cost time. */
  readonly taken: Set<number>;
}

export function isBerkeley(bytes: Buffer): boolean {
  return open(bytes) !== null;
}

/** Values of a Berkeley DB of the hash kind: on its pages every second item is a value, large ones lie on pages of their own. */
export function* berkeleyBlobs(bytes: Buffer): Generator<Buffer> {
  const database = open(bytes);
  if (!database) return;
  const { pageBytes, u16 } = database;
  for (let page = 0; page + pageBytes <= bytes.length; page += pageBytes) {
    if (!HASH_PAGES.has(bytes[page + 25] ?? 0)) continue;
    const most = Math.floor((pageBytes - PAGE_HEADER_BYTES) / 2);
    const count = Math.min(u16(page + 20), most);
    const offsets = Array.from({ length: count }, (_, index) => u16(page + PAGE_HEADER_BYTES + index * 2));
    for (let index = 1; index < count; index += 2) {
      const value = valueAt(database, page, offsets[index] ?? 0, offsets[index - 1] ?? pageBytes);
      if (value) yield value;
    }
  }
}

/** Written in the byte order of the machine. */
function open(bytes: Buffer): Database | null {
  if (bytes.length < 512) return null;
  const isLittle = bytes.readUInt32LE(12) === HASH_MAGIC;
  if (!isLittle && bytes.readUInt32BE(12) !== HASH_MAGIC) return null;
  const u16 = (at: number) => (at + 2 > bytes.length ? 0 : isLittle ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at));
  const u32 = (at: number) => (at + 4 > bytes.length ? 0 : isLittle ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at));
  const pageBytes = u32(20);
  return pageBytes < 512 || pageBytes > 1 << 16 ? null : { bytes, pageBytes, u16, u32, taken: new Set() };
}

/** Items are laid down from the end of the page, so one ends where the one before it begins. */
function valueAt(database: Database, page: number, offset: number, end: number): Buffer | null {
  const { bytes, pageBytes, u32 } = database;
  if (offset < PAGE_HEADER_BYTES || offset >= pageBytes) return null;
  const at = page + offset;
  if (bytes[at] === ON_PAGE) return bytes.subarray(at + 1, page + Math.max(offset + 1, Math.min(end, pageBytes)));
  return bytes[at] === OFF_PAGE ? overflow(database, u32(at + 4), u32(at + 8)) : null;
}

function overflow({ bytes, pageBytes, u16, u32, taken }: Database, first: number, length: number): Buffer | null {
  if (length > bytes.length) return null;
  const parts: Buffer[] = [];
  let left = length;
  for (let number = first; number > 0 && left > 0; ) {
    const page = number * pageBytes;
    if (page + pageBytes > bytes.length || bytes[page + 25] !== OVERFLOW_PAGE) return null;
    const filled = Math.min(u16(page + 22), pageBytes - PAGE_HEADER_BYTES, left);
    if (taken.has(number)) return null;
    taken.add(number);
    parts.push(bytes.subarray(page + PAGE_HEADER_BYTES, page + PAGE_HEADER_BYTES + filled));
    left -= filled;
    number = u32(page + 16);
  }
  return left > 0 ? null : Buffer.concat(parts);
}
