import { createHash } from 'node:crypto';
import { type Files, TickproofError } from '../../domain/index.ts';
import { IndexBuilder } from './builder.ts';
import { INDEX_SCHEMA } from './container.ts';
import { type Advisories, openBytes, openIndex } from './index-reader.ts';
import { zipMembers } from './zip.ts';

/** What a folder with advisory data holds. */
export interface DataFiles {
  readonly zips: readonly DataFile[];
  readonly records: readonly DataFile[];
  /** Release and package lists of Debian's kind: `*_InRelease`, `*_Packages`, `*_Packages.gz`. */
  readonly lists: readonly DataFile[];
}

export interface DataFile {
  readonly path: string;
  /** Relative to what was given. */
  readonly name: string;
  readonly sizeBytes: number;
  readonly modifiedMs: number;
}

/** What `tickproof advisories update` notes beside the zips it fetched. */
export interface FetchedSource {
  readonly file: string;
  readonly url: string;
  readonly fetched: string;
  readonly sha256: string;
}

export const FETCHED_FILE = 'tickproof-sources.json';

const DEEPEST = 16;
const MOST_FILES = 5_000_000;
const MOST_RECORD_BYTES = 32 * 1024 * 1024;

/** Finds advisory data: a zip, a record, or a folder of them, however deep. Null where there is no such path. */
export function findData(files: Files, path: string): DataFiles | null {
  const stat = files.stat(path);
  const isFolder = stat?.type === 'directory' || (stat?.type === 'symlink' && files.list(path) !== null);
  if (!stat) return null;
  const found: DataFile[] = [];
  if (isFolder) walk(files, path, '', 0, found);
  else
    found.push({
      path,
      name: path.slice(path.lastIndexOf('/') + 1),
      sizeBytes: stat.sizeBytes,
      modifiedMs: stat.modifiedMs,
    });
  return {
    zips: found.filter(({ name }) => name.toLowerCase().endsWith('.zip')),
    records: found.filter(({ name }) => name.endsWith('.json') && !name.endsWith(FETCHED_FILE)),
    lists: found.filter(({ name }) => /(?:^|[_/])(?:InRelease|Release|Packages|Packages\.(?:gz|lz4))$/.test(name)),
  };
}

function walk(files: Files, root: string, folder: string, depth: number, found: DataFile[]): void {
  for (const { name, type } of files.list(files.resolve(root, folder)) ?? []) {
    const inner = folder === '' ? name : `${folder}/${name}`;
    const path = files.resolve(root, inner);
    if (type === 'directory' && depth < DEEPEST) walk(files, root, inner, depth + 1, found);
    if (type !== 'file' || !/\.(?:zip|json|gz|lz4)$|(?:Release|Packages)$/i.test(name) || found.length >= MOST_FILES)
      continue;
    const stat = files.stat(path);
    if (stat) found.push({ path, name: inner, sizeBytes: stat.sizeBytes, modifiedMs: stat.modifiedMs });
  }
}

/** What an index was built from: other files, sizes or times make another one. */
function keyOf(data: DataFiles): string {
  const hash = createHash('sha256').update(`advisories ${INDEX_SCHEMA}\n`);
  for (const { path, sizeBytes, modifiedMs } of [...data.zips, ...data.records])
    hash.update(`${path}\0${sizeBytes}\0${modifiedMs}\n`);
  return hash.digest('hex');
}

/** A digest of the data that lies at a path, by names, sizes and times; null where there is none. */
export function dataKey(files: Files, path: string): string | null {
  const data = findData(files, path);
  return data && keyOf({ ...data, records: [...data.records, ...data.lists] });
}

/** One index for each place with data: the one of older data is overwritten. */
function nameOf(path: string): string {
  return createHash('sha256').update(path).digest('hex').slice(0, 32);
}

export interface LoadOptions {
  readonly files: Files;
  /** Folder or zip. */
  readonly path: string;
  /** Folder that indexes are kept in; null: in memory. */
  readonly cacheFolder: string | null;
  readonly now: () => number;
  readonly signal: AbortSignal;
  /** Told how many files were read of how many; null = not known. */
  readonly onProgress?: (source: string, read: number) => void;
}

/**
 * Advisory data, as an index that is built once and kept. Null where there is none. Throws `archive-corrupt` where a zip is
 * broken: half of the data would look like all of it.
 */
export async function loadAdvisories(options: LoadOptions): Promise<Advisories | null> {
  const { files, path, cacheFolder } = options;
  const data = findData(files, path);
  if (!data || (data.zips.length === 0 && data.records.length === 0)) return null;
  const key = keyOf(data);
  const kept = cacheFolder === null ? null : files.resolve(cacheFolder, `${nameOf(path)}.index`);
  const known = kept === null ? null : await openIndex(files, kept);
  if (known?.header.key === key) return withData(known);
  const { builder, about } = await built(data, options);
  const chunks = () => builder.write({ key, built: new Date(options.now()).toISOString() }, about);
  if (kept !== null && (await isWritten(files, kept, chunks()))) {
    const opened = await openIndex(files, kept);
    return opened && withData(opened);
  }
  return withData(await openBytes(Buffer.concat([...chunks()])));
}

/** A cache that cannot be written costs time and memory, not the answer. */
async function isWritten(files: Files, path: string, chunks: Iterable<Uint8Array>): Promise<boolean> {
  try {
    await files.writeStream(path, chunks);
    return true;
  } catch (error) {
    if (error instanceof TickproofError) return false;
    throw error;
  }
}

/** Files that hold no advisories at all are no data. */
const withData = (advisories: Advisories): Advisories | null =>
  advisories.header.sections.length === 0 ? null : advisories;

/** An index of records that are at hand. */
export function advisoriesOf(records: readonly object[], now: () => number): Promise<Advisories> {
  const builder = new IndexBuilder();
  builder.source('given');
  for (const [index, record] of records.entries()) builder.add(`record ${index + 1}`, JSON.stringify(record));
  const chunks = builder.write({ key: '', built: new Date(now()).toISOString() }, () => ({
    fetched: null,
    sha256: null,
  }));
  return openBytes(Buffer.concat([...chunks]));
}

async function built(data: DataFiles, { files, path, signal, onProgress }: LoadOptions) {
  const builder = new IndexBuilder();
  const digests = new Map<string, string>();
  const step = (source: string, read: number): void => {
    if (signal.aborted)
      throw new TickproofError('interrupted', 'Interrupted while advisories were read', { remedy: 'Run it again.' });
    if (read % 1000 === 0) onProgress?.(source, read);
  };
  for (const zip of data.zips) {
    builder.source(zip.name);
    digests.set(zip.name, await sha256Of(files, zip.path));
    let read = 0;
    for await (const { name, bytes } of zipMembers(files, zip.path, (name) => name.endsWith('.json'))) {
      builder.add(name, bytes.toString('utf8'));
      step(zip.name, (read += 1));
    }
  }
  for (const [source, records] of bySource(data.records)) {
    builder.source(source);
    for (const [read, record] of records.entries()) {
      step(source, read);
      if (record.sizeBytes > MOST_RECORD_BYTES) builder.unreadable(record.name);
      else builder.add(record.name, files.readText(record.path) ?? '');
    }
  }
  const fetched = fetchedSources(files, path);
  return {
    builder,
    about: (name: string) => {
      const sha256 = digests.get(name) ?? null;
      const known = fetched.find((it) => it.sha256 === sha256);
      return { sha256, fetched: known?.fetched ?? null };
    },
  };
}

/** Loose records by their uppermost folder. */
function bySource(records: readonly DataFile[]): ReadonlyMap<string, readonly DataFile[]> {
  const sources = new Map<string, DataFile[]>();
  for (const record of records) {
    const cut = record.name.indexOf('/');
    const source = cut < 0 ? '.' : record.name.slice(0, cut);
    const known = sources.get(source);
    if (known) known.push(record);
    else sources.set(source, [record]);
  }
  return sources;
}

async function sha256Of(files: Files, path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of files.stream(path)) hash.update(chunk);
  return hash.digest('hex');
}

/** The notes of `advisories update`; none where there are none, or they are broken. */
export function fetchedSources(files: Files, folder: string): readonly FetchedSource[] {
  if (files.list(folder) === null) return [];
  try {
    const value = JSON.parse(files.readText(files.resolve(folder, FETCHED_FILE)) ?? '[]') as unknown;
    return Array.isArray(value) ? value.filter(isFetched) : [];
  } catch {
    return []; // without notes the date of the newest record counts
  }
}

function isFetched(value: unknown): value is FetchedSource {
  const it = value as Partial<FetchedSource> | null; // each field is looked at
  return [it?.file, it?.url, it?.fetched, it?.sha256].every((field) => typeof field === 'string');
}
