/** Columns of a row: text, blob or number; null for NULL. */
type Cell = Buffer | number | null;

interface Database {
  readonly bytes: Buffer;
  readonly pageBytes: number;
  /** Bytes of a page that are not reserved. */
  readonly usable: number;
  /** Bytes that rows may still take: all of them together are no more than the file, unless it is made to cost time. */
  left: number;
}

const MAGIC = Buffer.from('SQLite format 3\0');
const INTERIOR = 0x05;
const LEAF = 0x0d;
const SCHEMA_PAGE = 1;
const HEADER_BYTES = 100;

/** Blobs of the table `Packages` of an SQLite database; null where it has none or is damaged in its head. */
export function* sqliteBlobs(bytes: Buffer): Generator<Buffer> {
  const database = open(bytes);
  if (!database) return;
  for (const [kind, name, , root] of rowsOf(database, SCHEMA_PAGE)) {
    if (String(kind) !== 'table' || String(name) !== 'Packages' || typeof root !== 'number') continue;
    for (const row of rowsOf(database, root)) if (Buffer.isBuffer(row[1])) yield row[1];
  }
}

export function isSqlite(bytes: Buffer): boolean {
  return bytes.subarray(0, MAGIC.length).equals(MAGIC);
}

function open(bytes: Buffer): Database | null {
  if (!isSqlite(bytes) || bytes.length < HEADER_BYTES) return null;
  const said = bytes.readUInt16BE(16);
  const pageBytes = said === 1 ? 1 << 16 : said;
  const usable = pageBytes - (bytes[20] ?? 0);
  return pageBytes < 512 || usable < 480 ? null : { bytes, pageBytes, usable, left: bytes.length };
}

/** Rows of a table in the order of its tree. A page that was seen is not entered again: trees of damaged files have loops. */
function* rowsOf(database: Database, root: number): Generator<readonly Cell[]> {
  const seen = new Set<number>();
  const ahead = [root];
  for (let number = ahead.pop(); number !== undefined; number = ahead.pop()) {
    if (seen.has(number) || database.left < 0) continue;
    seen.add(number);
    const page = pageOf(database, number);
    if (!page) continue;
    const start = number === SCHEMA_PAGE ? HEADER_BYTES : 0;
    const cells = cellsOf(page, start);
    if (page[start] === LEAF) for (const at of cells) yield recordOf(payloadAt(database, page, at));
    if (page[start] === INTERIOR) {
      const children = cells.flatMap((at) => (at + 4 <= page.length ? [page.readUInt32BE(at)] : []));
      ahead.push(page.readUInt32BE(start + 8), ...children.toReversed());
    }
  }
}

function pageOf({ bytes, pageBytes }: Database, number: number): Buffer | null {
  const at = (number - 1) * pageBytes;
  return number < 1 || at + pageBytes > bytes.length ? null : bytes.subarray(at, at + pageBytes);
}

function cellsOf(page: Buffer, start: number): number[] {
  const first = start + (page[start] === INTERIOR ? 12 : 8);
  const most = Math.floor((page.length - first) / 2);
  const count = Math.min(page.readUInt16BE(start + 3), most);
  return Array.from({ length: count }, (_, index) => page.readUInt16BE(first + index * 2));
}

/** The bytes of a row: those on the page, and the rest along the chain of overflow pages. */
function payloadAt(database: Database, page: Buffer, cell: number): Buffer {
  const { usable, bytes } = database;
  const [size, afterSize] = varintAt(page, cell);
  const [, at] = varintAt(page, afterSize);
  const total = Math.min(size, bytes.length, Math.max(0, database.left));
  database.left -= size;
  const most = usable - 35;
  const least = Math.floor(((usable - 12) * 32) / 255) - 23;
  const surplus = least + ((total - least) % (usable - 4));
  const local = total <= most ? total : surplus <= most ? surplus : least;
  const parts = [page.subarray(at, at + local)];
  let left = total - local;
  for (
    let next = left > 0 && at + local + 4 <= page.length ? page.readUInt32BE(at + local) : 0;
    next > 0 && left > 0;
  ) {
    const overflow = pageOf(database, next);
    if (!overflow) break;
    const part = overflow.subarray(4, 4 + Math.min(left, usable - 4));
    parts.push(part);
    left -= part.length;
    next = overflow.readUInt32BE(0);
  }
  return Buffer.concat(parts);
}

function recordOf(payload: Buffer): Cell[] {
  const cells: Cell[] = [];
  const [headerEnd, first] = varintAt(payload, 0);
  let value = headerEnd;
  for (let at = first; at < Math.min(headerEnd, payload.length); ) {
    const [type, next] = varintAt(payload, at);
    const [cell, bytes] = cellOf(payload, value, type);
    cells.push(cell);
    value += bytes;
    at = next;
  }
  return cells;
}

/** Widths of the integers, by serial type. */
const INTEGER_BYTES = [0, 1, 2, 3, 4, 6];

function cellOf(payload: Buffer, at: number, type: number): readonly [Cell, number] {
  if (type >= 12) {
    const length = Math.floor((type - 12) / 2);
    return [payload.subarray(at, at + length), length];
  }
  if (type === 8 || type === 9) return [type - 8, 0];
  const width = INTEGER_BYTES[type] ?? 8;
  if (width === 0 || width === 8 || at + width > payload.length) return [null, width];
  return [payload.readIntBE(at, width), width];
}

/** A number of up to nine bytes, seven bits each, and where it ends. */
function varintAt(bytes: Buffer, at: number): readonly [number, number] {
  let value = 0;
  for (let index = 0; index < 8; index++) {
    const byte = bytes[at + index] ?? 0;
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) return [value, at + index + 1];
  }
  return [Number.MAX_SAFE_INTEGER, at + 9];
}
