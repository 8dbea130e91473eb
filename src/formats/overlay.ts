import { dirname, resolve } from 'node:path';
import type { DirectoryEntry, Files, FileStat } from '../domain/index.ts';

export interface Overlay {
  /** Folder that `planted` and `removed` are relative to. */
  readonly root: string;
  readonly planted?: ReadonlyMap<string, { readonly sizeBytes: number; readonly text?: string }>;
  /** Files and folders that are not there any more. */
  readonly removed?: Iterable<string>;
  /** Texts by path (relative to `root`, or absolute); null = no such file. */
  readonly texts?: Readonly<Record<string, string | null>>;
}

type Laid =
  | { readonly kind: 'directory' }
  | { readonly kind: 'file'; readonly sizeBytes: number; readonly text?: string };

/**
 * Files that lie over others: what is planted is seen, what is removed is not, and the rest shows through.
 * It is for reading; writing goes to the files below.
 */
export function overlayFiles(files: Files, { root, planted, removed = [], texts = {} }: Overlay): Files {
  const laid = new Map<string, Laid>();
  const gone = new Set([...removed].map((path) => resolve(root, path)));
  for (const [path, file] of planted ?? []) laid.set(resolve(root, path), { kind: 'file', ...file });
  for (const [path, text] of Object.entries(texts)) {
    if (text === null) gone.add(resolve(root, path));
    else laid.set(resolve(root, path), { kind: 'file', sizeBytes: Buffer.byteLength(text), text });
  }
  const children = childrenOf(laid);

  const isGone = (path: string): boolean => {
    if (gone.size === 0) return false;
    for (let at = path; ; at = dirname(at)) {
      if (gone.has(at)) return true;
      if (dirname(at) === at) return false;
    }
  };
  /** The laid entry, else whether the file below shows through. */
  const over = <T>(path: string, own: (it: Laid) => T, below: () => T | null): T | null => {
    const at = resolve(path);
    const it = laid.get(at);
    if (it) return own(it);
    return isGone(at) ? null : below();
  };

  const seen = (path: string, below: () => FileStat | null): FileStat | null =>
    over(path, (it) => (it.kind === 'directory' ? (below() ?? statOf(it)) : statOf(it)), below);

  return {
    ...files,
    readText: (path) => over(path, textOf, () => files.readText(path)),
    readBytes: (path) => over(path, bytesOf, () => files.readBytes(path)),
    stat: (path) => seen(path, () => files.stat(path)),
    stats(paths) {
      const below = files.stats(paths);
      return paths.map((path, index) => seen(path, () => below[index] ?? null));
    },
    readLink: (path) =>
      over<string | null>(
        path,
        () => null,
        () => files.readLink(path),
      ),
    list(path) {
      const at = resolve(path);
      const added = children.get(at);
      if (laid.get(at)?.kind === 'file') return null;
      const below = isGone(at) ? null : files.list(path);
      if (!added && gone.size === 0) return below;
      const kept = below?.filter(({ name }) => !added?.has(name) && !gone.has(resolve(at, name)));
      if (!added) return kept ?? null;
      return [...(kept ?? []), ...added.values()].sort((a, b) => byBytes(a.name, b.name));
    },
    async *stream(path, range) {
      const it = laid.get(resolve(path));
      if (it) yield bytesOf(it).subarray(range?.start, range?.end);
      else yield* files.stream(path, range);
    },
  };
}

/** Entries that each folder gains; folders on the way to a planted file are laid as well. */
function childrenOf(laid: Map<string, Laid>): ReadonlyMap<string, Map<string, DirectoryEntry>> {
  const children = new Map<string, Map<string, DirectoryEntry>>();
  for (const [path, { kind }] of laid) {
    let type: DirectoryEntry['type'] = kind;
    for (let at = path; dirname(at) !== at; at = dirname(at)) {
      const parent = dirname(at);
      const entries = children.get(parent) ?? new Map<string, DirectoryEntry>();
      children.set(parent, entries);
      const name = at.slice(parent === '/' ? 1 : parent.length + 1);
      if (entries.has(name)) break;
      entries.set(name, { name, type });
      if (!laid.has(parent)) laid.set(parent, { kind: 'directory' });
      type = 'directory';
    }
  }
  return children;
}

function textOf(it: Laid): string {
  if (it.kind === 'directory') return '';
  return it.text ?? '\0'.repeat(it.sizeBytes);
}

function bytesOf(it: Laid): Uint8Array {
  if (it.kind === 'directory') return new Uint8Array();
  return it.text === undefined ? new Uint8Array(it.sizeBytes) : Buffer.from(it.text);
}

function statOf(it: Laid): FileStat {
  if (it.kind === 'directory') return { type: 'directory', sizeBytes: 0, mode: 0o755, modifiedMs: 0 };
  return { type: 'file', sizeBytes: it.sizeBytes, mode: 0o644, modifiedMs: 0 };
}

const SURROGATE = /[\ud800-\udfff]/;

/** By the bytes of the names, as Go sorts; UTF-16 order differs only where surrogates take part. */
export function byBytes(a: string, b: string): number {
  if (SURROGATE.test(a) || SURROGATE.test(b)) return Buffer.compare(Buffer.from(a), Buffer.from(b));
  return a < b ? -1 : a > b ? 1 : 0;
}
