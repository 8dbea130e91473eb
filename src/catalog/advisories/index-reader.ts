import { type Files, TickproofError } from '../../domain/index.ts';
import { INDEX_SCHEMA, type IndexHeader, MAGIC, PREFIX_BYTES, ROW_BYTES, type Section } from './container.ts';
import { type Entry, unpackEntries } from './entry.ts';

/** Advisories that can be looked up. Only what is looked up is read. */
export interface Advisories {
  readonly header: IndexHeader;
  /** Entries by name; names without any are not in it. */
  lookup(section: Section, names: Iterable<string>): Promise<ReadonlyMap<string, readonly Entry[]>>;
}

type ReadRange = (start: number, end: number) => Promise<Buffer>;

/** Ranges that lie nearer together than this are read at once. */
const GAP_BYTES = 64 * 1024;
const MOST_AT_ONCE_BYTES = 8 * 1024 * 1024;
const MOST_HEADER_BYTES = 64 * 1024 * 1024;

/** Opens an index file. Null where there is none, or it was written by another version or only half. */
export async function openIndex(files: Files, path: string): Promise<Advisories | null> {
  const sizeBytes = files.stat(path)?.sizeBytes ?? 0;
  return opened(sizeBytes, async (start, end) => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of files.stream(path, { start, end })) chunks.push(chunk);
    return Buffer.concat(chunks);
  });
}

/** An index in memory. */
export async function openBytes(bytes: Buffer): Promise<Advisories> {
  const advisories = await opened(bytes.length, async (start, end) => bytes.subarray(start, end));
  if (!advisories) throw new Error('what was just built is no index');
  return advisories;
}

async function opened(sizeBytes: number, range: ReadRange): Promise<Advisories | null> {
  if (sizeBytes < PREFIX_BYTES) return null;
  const prefix = await range(0, PREFIX_BYTES);
  const headerBytes = prefix.readUInt32LE(MAGIC.length);
  if (!prefix.subarray(0, MAGIC.length).equals(MAGIC) || headerBytes > MOST_HEADER_BYTES) return null;
  const bodyAt = PREFIX_BYTES + headerBytes;
  const header = headerOf(await range(PREFIX_BYTES, bodyAt));
  if (!header || header.schema !== INDEX_SCHEMA || endOf(header) + bodyAt !== sizeBytes) return null;
  const tables = new Map<string, Promise<Buffer>>();
  return {
    header,
    async lookup(section, names) {
      const [tableAt, tableBytes] = section.tableAt;
      const table = tables.get(section.ecosystem) ?? range(bodyAt + tableAt, bodyAt + tableAt + tableBytes);
      tables.set(section.ecosystem, table);
      const found = placesIn(await table, section, names);
      return readPlaces(found, (start, end) =>
        range(bodyAt + section.entriesAt[0] + start, bodyAt + section.entriesAt[0] + end),
      );
    },
  };
}

function headerOf(bytes: Buffer): IndexHeader | null {
  try {
    const header = JSON.parse(bytes.toString('utf8')) as IndexHeader; // behind our own magic; the schema is looked at next
    const isWhole = Array.isArray(header?.sources) && Array.isArray(header.sections) && header.sections.every(hasPlace);
    return isWhole ? header : null;
  } catch {
    return null; // half a file: it is built again
  }
}

function hasPlace(section: Partial<Section> | null): boolean {
  const numbers = [section?.tableAt, section?.entriesAt].flatMap((it) => (Array.isArray(it) ? it : []));
  return numbers.length === 4 && numbers.every((it) => Number.isSafeInteger(it));
}

const endOf = ({ sections }: IndexHeader): number =>
  sections.reduce((end, { entriesAt: [at, bytes] }) => Math.max(end, at + bytes), 0);

interface PlaceOfName {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

function placesIn(table: Buffer, section: Section, names: Iterable<string>): readonly PlaceOfName[] {
  const places: PlaceOfName[] = [];
  for (const name of new Set(names)) {
    const row = rowOf(table, section.names, Buffer.from(name));
    if (row === null) continue;
    const start = table.readUInt32LE(row + 8);
    places.push({ name, start, end: start + table.readUInt32LE(row + 12) });
  }
  return places.sort((a, b) => a.start - b.start);
}

/** Binary search over the rows. */
function rowOf(table: Buffer, rows: number, name: Buffer): number | null {
  let [low, high] = [0, rows - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const row = middle * ROW_BYTES;
    const at = rows * ROW_BYTES + table.readUInt32LE(row);
    const order = name.compare(table, at, at + table.readUInt32LE(row + 4));
    if (order === 0) return row;
    if (order < 0) high = middle - 1;
    else low = middle + 1;
  }
  return null;
}

async function readPlaces(
  places: readonly PlaceOfName[],
  range: ReadRange,
): Promise<ReadonlyMap<string, readonly Entry[]>> {
  const found = new Map<string, readonly Entry[]>();
  for (let at = 0; at < places.length; ) {
    let next = at + 1;
    const start = places[at]?.start ?? 0;
    let end = places[at]?.end ?? 0;
    for (; next < places.length; next += 1) {
      const place = places[next];
      if (!place || place.start - end > GAP_BYTES || place.end - start > MOST_AT_ONCE_BYTES) break;
      end = place.end;
    }
    const bytes = await range(start, end);
    for (const place of places.slice(at, next))
      found.set(place.name, entriesOf(bytes.toString('utf8', place.start - start, place.end - start)));
    at = next;
  }
  return found;
}

function entriesOf(text: string): readonly Entry[] {
  try {
    return unpackEntries(text);
  } catch (cause) {
    throw new TickproofError('archive-corrupt', 'The index of advisories is damaged', {
      remedy: 'Remove it: `tickproof advisories info` says where it lies. It is built again.',
      cause,
    });
  }
}
