/** Databases of rpm in small, made byte by byte, for tests. */
type Value = string | readonly string[] | readonly number[];

/** A header blob: strings as type 6, lists of strings as type 8, numbers as 32 bit. */
export function headerOf(tags: Readonly<Record<number, Value>>): Buffer {
  const values: Buffer[] = [];
  let offset = 0;
  const index = Object.entries(tags).map(([tag, value]) => {
    const [type, count, bytes] = encoded(value);
    const entry = Buffer.alloc(16);
    [Number(tag), type, offset, count].forEach((number, at) => entry.writeUInt32BE(number, at * 4));
    values.push(bytes);
    offset += bytes.length;
    return entry;
  });
  const lengths = Buffer.alloc(8);
  lengths.writeUInt32BE(index.length, 0);
  lengths.writeUInt32BE(offset, 4);
  return Buffer.concat([lengths, ...index, ...values]);
}

function encoded(value: Value): readonly [number, number, Buffer] {
  if (typeof value === 'string') return [6, 1, Buffer.from(`${value}\0`)];
  if (typeof value[0] === 'number') {
    const bytes = Buffer.alloc(value.length * 4);
    value.forEach((it, at) => bytes.writeUInt32BE(Number(it), at * 4));
    return [4, value.length, bytes];
  }
  return [8, value.length, Buffer.from(value.map((it) => `${it}\0`).join(''))];
}

/** SUSE's format: one page of slots, then the blobs. */
export function ndbOf(blobs: readonly Buffer[]): Buffer {
  const page = Buffer.alloc(4096);
  [0x506d7052, 0, 1, 1].forEach((word, at) => page.writeUInt32LE(word, at * 4));
  const parts: Buffer[] = [page];
  let block = 4096 / 16;
  blobs.forEach((blob, at) => {
    const slot = 32 + at * 16;
    const blocks = Math.ceil((blob.length + 16) / 16);
    [0x746f6c53, at + 1, block, blocks].forEach((word, index) => page.writeUInt32LE(word, slot + index * 4));
    const stored = Buffer.alloc(blocks * 16);
    [0x53626c42, at + 1, 1, blob.length].forEach((word, index) => stored.writeUInt32LE(word, index * 4));
    blob.copy(stored, 16);
    parts.push(stored);
    block += blocks;
  });
  return Buffer.concat(parts);
}

const PAGE = 512;

/** Berkeley DB, hash: a page of metadata, a page of pairs, and a chain of pages for each value. */
export function berkeleyOf(blobs: readonly Buffer[]): Buffer {
  const meta = Buffer.alloc(PAGE);
  meta.writeUInt32LE(0x061561, 12);
  meta.writeUInt32LE(PAGE, 20);
  meta[25] = 8;
  const hash = Buffer.alloc(PAGE);
  hash[25] = 13;
  hash.writeUInt16LE(blobs.length * 2, 20);
  const pages = [meta, hash];
  let end = PAGE;
  blobs.forEach((blob, at) => {
    end -= 5;
    hash[end] = 1; // the key
    hash.writeUInt16LE(end, 26 + at * 4);
    end -= 12;
    hash[end] = 3; // the value lies elsewhere
    hash.writeUInt32LE(pages.length, end + 4);
    hash.writeUInt32LE(blob.length, end + 8);
    hash.writeUInt16LE(end, 28 + at * 4);
    for (let from = 0; from < blob.length; from += PAGE - 26) {
      const part = blob.subarray(from, from + PAGE - 26);
      const page = Buffer.alloc(PAGE);
      page.writeUInt32LE(from + part.length < blob.length ? pages.length + 1 : 0, 16);
      page.writeUInt16LE(part.length, 22);
      page[25] = 7;
      part.copy(page, 26);
      pages.push(page);
    }
  });
  return Buffer.concat(pages);
}

/** SQLite: the schema, an interior page, one leaf for each blob, and overflow pages. */
export function sqliteOf(blobs: readonly Buffer[]): Buffer {
  const pages = [Buffer.alloc(PAGE), Buffer.alloc(PAGE)];
  const [schema = Buffer.alloc(0), root = Buffer.alloc(0)] = pages;
  schema.write('SQLite format 3\0', 'latin1');
  schema.writeUInt16BE(PAGE, 16);
  leaf(
    schema,
    100,
    record([Buffer.from('table'), Buffer.from('Packages'), Buffer.from('Packages'), 2, Buffer.from('CREATE …')]),
    pages,
  );
  root[0] = 0x05;
  root.writeUInt16BE(Math.max(0, blobs.length - 1), 3);
  blobs.forEach((blob, at) => {
    const page = Buffer.alloc(PAGE);
    pages.push(page);
    const number = pages.length;
    if (at === blobs.length - 1) root.writeUInt32BE(number, 8);
    else {
      const cell = PAGE - (at + 1) * 8;
      root.writeUInt32BE(number, cell);
      root.writeUInt16BE(cell, 12 + at * 2);
    }
    leaf(page, 0, record([null, blob]), pages);
  });
  return Buffer.concat(pages);
}

function leaf(page: Buffer, start: number, payload: Buffer, pages: Buffer[]): void {
  const least = Math.floor(((PAGE - 12) * 32) / 255) - 23;
  const surplus = least + ((payload.length - least) % (PAGE - 4));
  const local = payload.length <= PAGE - 35 ? payload.length : surplus <= PAGE - 35 ? surplus : least;
  const head = Buffer.concat([varint(payload.length), varint(1)]);
  const cell = PAGE - head.length - local - 4;
  page[start] = 0x0d;
  page.writeUInt16BE(1, start + 3);
  page.writeUInt16BE(cell, start + 8);
  head.copy(page, cell);
  payload.copy(page, cell + head.length, 0, local);
  let pointer = { page, at: cell + head.length + local };
  for (let from = local; from < payload.length; from += PAGE - 4) {
    const overflow = Buffer.alloc(PAGE);
    payload.copy(overflow, 4, from, from + PAGE - 4);
    pages.push(overflow);
    pointer.page.writeUInt32BE(pages.length, pointer.at);
    pointer = { page: overflow, at: 0 };
  }
}

function record(cells: readonly (Buffer | number | null)[]): Buffer {
  const types = Buffer.concat(
    cells.map((cell) => varint(cell === null ? 0 : typeof cell === 'number' ? 1 : cell.length * 2 + 12)),
  );
  const bodies = cells.map((cell) =>
    cell === null ? Buffer.alloc(0) : typeof cell === 'number' ? Buffer.from([cell]) : cell,
  );
  return Buffer.concat([varint(types.length + 1), types, ...bodies]);
}

function varint(value: number): Buffer {
  const bytes = [value & 0x7f];
  for (let rest = value >> 7; rest > 0; rest >>= 7) bytes.unshift((rest & 0x7f) | 0x80);
  return Buffer.from(bytes);
}
