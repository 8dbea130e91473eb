import type { Files, FileStat } from '../domain/index.ts';

/** Texts that are longer are read again: many of them would fill the memory. */
const LONGEST_TEXT = 1 << 20;

/** Files as they were when they were first looked at. It is for worlds of one deployment: each of them looks at nearly the same. */
export function rememberedFiles(files: Files): Files {
  const stats = new Map<string, FileStat | null>();
  return {
    ...files,
    stat: once((path) => files.stat(path), stats),
    stats(paths) {
      const unknown = paths.filter((path) => !stats.has(path));
      const found = files.stats(unknown);
      for (const [index, path] of unknown.entries()) stats.set(path, found[index] ?? null);
      return paths.map((path) => stats.get(path) ?? null);
    },
    list: once((path) => files.list(path), new Map()),
    readLink: once((path) => files.readLink(path), new Map()),
    readText: once(
      (path) => files.readText(path),
      new Map(),
      (text) => text === null || text.length <= LONGEST_TEXT,
    ),
  };
}

/** Faults are not remembered. */
function once<T>(
  look: (path: string) => T,
  seen: Map<string, T>,
  isKept: (found: T) => boolean = () => true,
): (path: string) => T {
  return (path) => {
    const known = seen.get(path);
    if (known !== undefined) return known; // what is not there is null
    const found = look(path);
    if (isKept(found)) seen.set(path, found);
    return found;
  };
}
