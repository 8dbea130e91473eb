import { orderOf, affects, type VersionOrder } from '../../versions/index.ts';
import { headerBytes, INDEX_SCHEMA, type IndexHeader, ROW_BYTES, type Section, type SourceInfo } from './container.ts';
import { typeOfEcosystem } from './ecosystems.ts';
import { type Entry, type Keyed, MALICIOUS, packEntry, type Specimen } from './entry.ts';
import { readOsv } from './osv.ts';

const BLOCK_BYTES = 4 * 1024 * 1024;
const MOST_SPECIMENS = 4;
/** Of the files that cannot be read, as many are named, with so many characters. */
const MOST_NAMED = 3;
const LONGEST_NAME = 200;
/** Of the entries of one record: each repeats its names, so a small record could fill the memory. */
const MOST_RECORD_BYTES = 64 * 1024 * 1024;

interface Growing {
  /** Of each name: where its entries lie in the blocks, as pairs of position and length. */
  readonly names: Map<string, number[]>;
  entries: number;
  readonly sources: Set<number>;
  readonly specimens: Specimen[];
  readonly order: VersionOrder | null;
}

interface Counts {
  advisories: number;
  malicious: number;
  withdrawn: number;
  unreadable: number;
  readonly unreadableFiles: string[];
  newestModified: string | null;
}

/** Collects records and writes the index. Entries are kept packed, outside of the heap. */
export class IndexBuilder {
  readonly #blocks: Buffer[] = [];
  #end = 0;
  readonly #ecosystems = new Map<string, Growing>();
  readonly #sources: { readonly name: string; readonly counts: Counts }[] = [];

  /** Opens a source; records that follow are counted as its. */
  source(name: string): void {
    const counts = {
      advisories: 0,
      malicious: 0,
      withdrawn: 0,
      unreadable: 0,
      unreadableFiles: [],
      newestModified: null,
    };
    this.#sources.push({ name, counts });
  }

  /** One file of a source: a record, or a list of them. */
  add(file: string, text: string): void {
    const counts = this.#counts();
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      this.unreadable(file);
      return;
    }
    for (const record of Array.isArray(value) ? value : [value]) this.#addRecord(file, record, counts);
  }

  /** A file of a source that holds something which cannot be read. */
  unreadable(file: string): void {
    const counts = this.#counts();
    const name = file.slice(0, LONGEST_NAME);
    counts.unreadable += 1;
    if (counts.unreadableFiles.length < MOST_NAMED && !counts.unreadableFiles.includes(name))
      counts.unreadableFiles.push(name);
  }

  #counts(): Counts {
    const { counts } = this.#sources.at(-1) ?? { counts: null };
    if (!counts) throw new Error('a record before its source');
    return counts;
  }

  #addRecord(file: string, record: unknown, counts: Counts): void {
    const read = readOsv(record);
    if (read.kind === 'none') {
      this.unreadable(file);
      return;
    }
    counts.newestModified = laterOf(counts.newestModified, read.modified);
    if (read.kind === 'withdrawn') counts.withdrawn += 1;
    else if (read.id.startsWith('MAL-')) counts.malicious += 1;
    else counts.advisories += 1;
    if (read.kind !== 'advisory') return;
    let left = MOST_RECORD_BYTES;
    for (const it of read.entries) {
      const bytes = left > 0 ? this.#keep(it) : 0;
      left -= bytes || BLOCK_BYTES;
      if (bytes === 0) this.unreadable(file);
    }
  }

  /** How many bytes it takes; none where there was no room for it. */
  #keep({ ecosystem, name, entry }: Keyed): number {
    const growing = this.#ecosystems.get(ecosystem) ?? newEcosystem(ecosystem);
    this.#ecosystems.set(ecosystem, growing);
    const text = packEntry(entry);
    const bytes = Buffer.byteLength(text);
    if (bytes > BLOCK_BYTES) return 0; // no record that a person wrote
    const [at, length] = this.#store(text, bytes);
    const places = growing.names.get(name);
    if (places) places.push(at, length);
    else growing.names.set(name, [at, length]);
    growing.entries += 1;
    growing.sources.add(this.#sources.length - 1);
    if (growing.specimens.length < MOST_SPECIMENS && !ecosystem.endsWith(MALICIOUS)) {
      const specimen = specimenOf(ecosystem, name, entry, growing.order);
      if (specimen) growing.specimens.push(specimen);
    }
    return bytes;
  }

  #store(text: string, length: number): readonly [number, number] {
    const used = this.#end % BLOCK_BYTES;
    if (used === 0 || BLOCK_BYTES - used < length) {
      this.#end = this.#blocks.length * BLOCK_BYTES;
      this.#blocks.push(Buffer.allocUnsafe(BLOCK_BYTES));
    }
    const at = this.#end;
    this.#blocks.at(-1)?.write(text, at % BLOCK_BYTES);
    this.#end += length;
    return [at, length];
  }

  #stored(at: number, length: number): Buffer {
    const start = at % BLOCK_BYTES;
    return (this.#blocks[Math.floor(at / BLOCK_BYTES)] ?? Buffer.alloc(0)).subarray(start, start + length);
  }

  /** The file: header, then of each ecosystem its table of names, sorted by their bytes, and its entries in the same order. */
  write(
    of: Pick<IndexHeader, 'key' | 'built'>,
    about: (name: string) => Pick<SourceInfo, 'fetched' | 'sha256'>,
  ): Iterable<Uint8Array> {
    const sections: Section[] = [];
    const tables: Buffer[] = [];
    const sorted = [...this.#ecosystems].sort(([a], [b]) => (a < b ? -1 : 1));
    const orders: (readonly number[])[][] = [];
    let at = 0;
    for (const [ecosystem, { names, entries, sources, specimens }] of sorted) {
      const { table, places, bytes } = tableOf(names);
      tables.push(table);
      orders.push(places);
      sections.push({
        ecosystem,
        names: names.size,
        entries,
        tableAt: [at, table.length],
        entriesAt: [at + table.length, bytes],
        sources: [...sources],
        specimens,
      });
      at += table.length + bytes;
    }
    const sources = this.#sources.map(({ name, counts }) => ({ name, ...counts, ...about(name) }));
    const header = headerBytes({ schema: INDEX_SCHEMA, ...of, sources, sections });
    const stored = (place: number, length: number) => this.#stored(place, length);
    return gathered(pieces(header, tables, orders, stored));
  }
}

function newEcosystem(ecosystem: string): Growing {
  return { names: new Map(), entries: 0, sources: new Set(), specimens: [], order: orderOf(ecosystem) };
}

function laterOf(left: string | null, right: string): string | null {
  const [a, b] = [Date.parse(left ?? ''), Date.parse(right)];
  if (Number.isNaN(b)) return left;
  return Number.isNaN(a) || b > a ? right : left;
}

const COMMA = Buffer.from(',');

/** Rows in the order of the names' bytes, then the names; and the places of the entries in that order. */
function tableOf(names: ReadonlyMap<string, readonly number[]>) {
  const keys = [...names.keys()].map((name) => ({ name, bytes: Buffer.from(name) }));
  keys.sort((a, b) => Buffer.compare(a.bytes, b.bytes));
  const rows = Buffer.alloc(keys.length * ROW_BYTES);
  const places: (readonly number[])[] = [];
  let [nameAt, entriesAt] = [0, 0];
  for (const [index, { name, bytes }] of keys.entries()) {
    const own = names.get(name) ?? [];
    const length = lengthOf(own);
    rows.writeUInt32LE(nameAt, index * ROW_BYTES);
    rows.writeUInt32LE(bytes.length, index * ROW_BYTES + 4);
    rows.writeUInt32LE(entriesAt, index * ROW_BYTES + 8);
    rows.writeUInt32LE(length, index * ROW_BYTES + 12);
    places.push(own);
    nameAt += bytes.length;
    entriesAt += length;
  }
  return { table: Buffer.concat([rows, ...keys.map(({ bytes }) => bytes)]), places, bytes: entriesAt };
}

/** Of the entries of one name with commas between. */
function lengthOf(places: readonly number[]): number {
  return places.reduce((sum, it, index) => (index % 2 === 1 ? sum + it : sum), places.length / 2 - 1);
}

function* pieces(
  header: Buffer,
  tables: readonly Buffer[],
  orders: readonly (readonly (readonly number[])[])[],
  stored: (at: number, length: number) => Buffer,
): Generator<Buffer> {
  yield header;
  for (const [index, table] of tables.entries()) {
    yield table;
    for (const places of orders[index] ?? [])
      for (let at = 0; at < places.length; at += 2) {
        if (at > 0) yield COMMA;
        yield stored(places[at] ?? 0, places[at + 1] ?? 0);
      }
  }
}

/** Small pieces put together: a write each would take minutes. */
function* gathered(parts: Iterable<Buffer>): Generator<Buffer> {
  let held: Buffer[] = [];
  let bytes = 0;
  for (const part of parts) {
    held.push(part);
    bytes += part.length;
    if (bytes < BLOCK_BYTES) continue;
    yield Buffer.concat(held);
    held = [];
    bytes = 0;
  }
  yield Buffer.concat(held);
}

/** Something to plant: the first version named by the advisory that it really speaks of. */
function specimenOf(ecosystem: string, name: string, entry: Entry, order: VersionOrder | null): Specimen | null {
  const type = typeOfEcosystem(ecosystem);
  const isGrave = entry.severity === 'critical' || entry.severity === 'high';
  const hasFix = entry.ranges.some(({ events }) => events.some(({ fixed }) => fixed !== undefined));
  if (!type || !order || !isGrave || !hasFix || entry.bundle.length > 0) return null;
  const named = entry.ranges.flatMap(({ events }) => events.flatMap(({ introduced }) => introduced ?? []));
  const candidates = [...named.filter((it) => it !== '0'), ...entry.versions.slice(0, 3), '0.0.1', '0'];
  const version = candidates.find((it) => order.isValid(it) && affects(entry, it, order));
  const id = [entry.id, ...entry.aliases].find((it) => it.startsWith('CVE-')) ?? entry.id;
  return version === undefined ? null : { type, name, version, id };
}
