import type { Reading } from '../../catalog/index.ts';
import type { DiffId, Executable, FileType, ImageAnomaly } from '../../domain/index.ts';

/** Raised when what is read from a layer changes: cached facts of older versions are read again. */
export const LAYER_FACTS_VERSION = 7;

/** A member of a layer in its order. Whiteouts and opaque marks bear the path that they hide. */
export interface LayerEntry {
  readonly path: string;
  /** `reserved`: a name that AUFS kept for itself, or a bare `.wh.`: engines do not apply it. */
  readonly type: FileType | 'hardlink' | 'whiteout' | 'opaque' | 'reserved';
  /** As declared in the header. */
  readonly sizeBytes: number;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Of symlinks as stored, of hard links the path. */
  readonly linkTarget?: string;
  readonly sha256?: string;
  readonly hasCapabilities?: boolean;
}

export interface LayerSecret {
  readonly rule: string;
  readonly path: string;
  readonly line: number;
  readonly masked: string;
  readonly confidence: 'high' | 'low';
  /** Of the whole file, as package databases record them beside SHA-256: what a package published is no secret of the image's. */
  readonly sums?: { readonly md5: string; readonly sha1: string };
}

export interface LayerSourceMap {
  readonly path: string;
  readonly inline: boolean;
  readonly sources: number;
}

/** Everything that one pass over a layer's tar tells. Plain JSON; depends on nothing but the layer's bytes. */
export interface LayerFacts {
  readonly version: number;
  readonly diffId: DiffId;
  readonly tarBytes: number;
  /** docker's classic size: regular files, last entry per path, and the length of symlink targets. */
  readonly engineBytes: number;
  /** Bytes of the regular files that the layer leaves behind, hard links once. */
  readonly contentBytes: number;
  readonly entries: readonly LayerEntry[];
  readonly executables: readonly Omit<Executable, 'layer'>[];
  /** What its package databases, metadata files and executables say. */
  readonly readings: readonly Reading[];
  readonly secrets: readonly LayerSecret[];
  readonly sourceMaps: readonly LayerSourceMap[];
  /** Small files that are read as text for what they say of the whole image: `/etc/passwd` and the like. */
  readonly texts: Readonly<Record<string, string>>;
  readonly anomalies: readonly Omit<ImageAnomaly, 'layer'>[];
}

/** Keys and equal values are left out: a layer of 25,000 entries becomes 2 MB instead of 6. */
type Row = readonly [string, LayerEntry['type'], number, number, number, number, string?, string?, 1?];

/** As it lies in the cache. */
export function packLayer({ entries, ...rest }: LayerFacts): unknown {
  const rows = entries.map(({ path, type, sizeBytes, mode, uid, gid, linkTarget, sha256, hasCapabilities }): Row => {
    if (hasCapabilities) return [path, type, sizeBytes, mode, uid, gid, linkTarget ?? '', sha256 ?? '', 1];
    return sha256
      ? [path, type, sizeBytes, mode, uid, gid, linkTarget ?? '', sha256]
      : [path, type, sizeBytes, mode, uid, gid, linkTarget ?? ''];
  });
  return { ...rest, rows };
}

/** Null when it is of another version or damaged. */
export function unpackLayer(cached: unknown): LayerFacts | null {
  if (typeof cached !== 'object' || cached === null) return null;
  const { rows, ...rest } = cached as { rows?: readonly Row[] } & Omit<LayerFacts, 'entries'>; // our own writing, of this version
  if (rest.version !== LAYER_FACTS_VERSION || !Array.isArray(rows)) return null;
  return { ...rest, entries: (rows as readonly Row[]).map(entryOf) }; // narrowed by isArray above
}

function entryOf([path, type, sizeBytes, mode, uid, gid, linkTarget, sha256, capable]: Row): LayerEntry {
  return {
    path,
    type,
    sizeBytes,
    mode,
    uid,
    gid,
    ...(linkTarget ? { linkTarget } : {}),
    ...(sha256 ? { sha256 } : {}),
    ...(capable ? { hasCapabilities: true } : {}),
  };
}
