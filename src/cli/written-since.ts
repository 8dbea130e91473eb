import type { Files } from '../domain/index.ts';

/** What people do not write by hand, or what we wrote ourselves. */
const PASSED_OVER: ReadonlySet<string> = new Set(['.git', '.tickproof', 'node_modules']);
const MOST_ENTRIES = 20_000;

/**
 * Files below a folder that were written after a moment, by the time that the file system keeps of each: a hint for who asks
 * what changed, since a record holds digests of many files together. The last written come first. Looks at 20,000 entries.
 */
export function writtenSince(folder: string, sinceMs: number, files: Files): readonly string[] {
  const found: { readonly path: string; readonly modifiedMs: number }[] = [];
  const open = [''];
  let looked = 0;
  for (let below = open.shift(); below !== undefined && looked < MOST_ENTRIES; below = open.shift()) {
    for (const { name, type } of files.list(files.resolve(folder, below)) ?? []) {
      looked += 1;
      const path = below === '' ? name : `${below}/${name}`;
      if (type === 'directory') {
        if (!PASSED_OVER.has(name)) open.push(path);
        continue;
      }
      const { modifiedMs = 0 } = files.stat(files.resolve(folder, path)) ?? {};
      if (modifiedMs > sinceMs) found.push({ path, modifiedMs });
    }
  }
  return found.sort((left, right) => right.modifiedMs - left.modifiedMs).map(({ path }) => path);
}
