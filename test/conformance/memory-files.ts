import { resolve } from 'node:path';
import type { DirectoryEntry, Files } from '../../src/domain/index.ts';
import { compareBytes } from '../../src/formats/ignorefile/index.ts';

const KIB = 1024;

/** Files that are only in memory: texts, numbers (size in KiB) and `-> target` for links, by path below `root`. For reading. */
export function memoryFiles(root: string, given: Readonly<Record<string, string | number>>): Files {
  const texts = new Map<string, string>();
  const links = new Map<string, string>();
  const folders = new Map<string, Map<string, DirectoryEntry>>([[root, new Map()]]);
  for (const [path, value] of Object.entries(given)) {
    const link = typeof value === 'string' && value.startsWith('-> ') ? value.slice(3) : null;
    const full = resolve(root, path);
    if (link === null) texts.set(full, typeof value === 'number' ? 'x'.repeat(value * KIB) : value);
    else links.set(full, link);
    enter(folders, root, full, link === null ? 'file' : 'symlink');
  }
  const stat: Files['stat'] = (path) => {
    const type = folders.has(path) ? 'directory' : links.has(path) ? 'symlink' : texts.has(path) ? 'file' : null;
    if (type === null) return null;
    const sizeBytes = Buffer.byteLength(texts.get(path) ?? links.get(path) ?? '');
    return { type, sizeBytes, mode: type === 'directory' ? 0o755 : 0o644, modifiedMs: 0 };
  };
  const unwritable = (): never => {
    throw new Error('memory files are for reading');
  };
  return {
    readText: (path) => texts.get(path) ?? null,
    readBytes: (path) => (texts.has(path) ? Buffer.from(texts.get(path) ?? '') : null),
    list: (path) => [...(folders.get(path)?.values() ?? [])].sort((a, b) => compareBytes(a.name, b.name)),
    stat,
    stats: (paths) => paths.map(stat),
    readLink: (path) => links.get(path) ?? null,
    async *stream(path) {
      yield Buffer.from(texts.get(path) ?? '');
    },
    writeAtomic: unwritable,
    writeStream: unwritable,
    append: unwritable,
    temporary: unwritable,
    resolve: (...parts) => resolve(...parts),
  };
}

function enter(
  folders: Map<string, Map<string, DirectoryEntry>>,
  root: string,
  path: string,
  type: DirectoryEntry['type'],
): void {
  const parent = resolve(path, '..');
  const entries = folders.get(parent) ?? new Map<string, DirectoryEntry>();
  const name = path.slice(parent === '/' ? 1 : parent.length + 1);
  if (!entries.has(name)) entries.set(name, { name, type });
  if (folders.has(parent)) return;
  folders.set(parent, entries);
  if (parent !== root) enter(folders, root, parent, 'directory');
}
