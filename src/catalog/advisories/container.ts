import type { Specimen } from './entry.ts';

/** Where advisories came from. */
export interface SourceInfo {
  /** Zip or folder, relative to what was given. */
  readonly name: string;
  readonly advisories: number;
  readonly malicious: number;
  readonly withdrawn: number;
  /** Files that are named like records and are none. */
  readonly unreadable: number;
  /** The first of those, by name. */
  readonly unreadableFiles: readonly string[];
  /** RFC 3339 of the record that changed last. */
  readonly newestModified: string | null;
  /** When `tickproof advisories update` fetched it. */
  readonly fetched: string | null;
  /** Of a zip. */
  readonly sha256: string | null;
}

/** One ecosystem's part of the index: where its names and its entries lie in the file. */
export interface Section {
  readonly ecosystem: string;
  readonly names: number;
  readonly entries: number;
  /** Start and length from the end of the header. */
  readonly tableAt: readonly [number, number];
  readonly entriesAt: readonly [number, number];
  /** Indexes of `sources`. */
  readonly sources: readonly number[];
  readonly specimens: readonly Specimen[];
}

export interface IndexHeader {
  readonly schema: number;
  /** Digest of what it was built from. */
  readonly key: string;
  readonly built: string;
  readonly sources: readonly SourceInfo[];
  readonly sections: readonly Section[];
}

/** A change of this number makes every index be built again. */
export const INDEX_SCHEMA = 2;

/** Before the header: eight characters and the header's length. */
export const MAGIC = Buffer.from('TPADVIS\n', 'latin1');
export const PREFIX_BYTES = MAGIC.length + 4;

/** A row of a table of names: where the name lies behind the rows, its length, where its entries lie, their length. */
export const ROW_BYTES = 16;

export function headerBytes(header: IndexHeader): Buffer {
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(text.length);
  return Buffer.concat([MAGIC, length, text]);
}

/** A source is as new as its last change, or as the day on which it was fetched whole. */
export function dateOfSource({ fetched, newestModified }: SourceInfo): string | null {
  const times = [fetched, newestModified].map((it) => Date.parse(it ?? '')).filter((it) => !Number.isNaN(it));
  return times.length === 0 ? null : new Date(Math.max(...times)).toISOString();
}
