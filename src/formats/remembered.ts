import type { Files } from '../domain/index.ts';

/** Texts that are longer are read again: many of them would fill the memory. */
const LONGEST_TEXT = 1 << 20;

/** Files as they were when they were first looked at. It is for worlds of one deployment: each of them looks at nearly the same. */
export function rememberedFiles(files: Files): Files {
  const texts = new Map<string, string | null>();
  return {
    ...files,
    stat: once((path) => files.stat(path)),
    list: once((path) => files.list(path)),
    readLink: once((path) => files.readLink(path)),
    readText(path) {
      const known = texts.get(path);
      if (known !== undefined) return known;
      const text = files.readText(path);
      if (text === null || text.length <= LONGEST_TEXT) texts.set(path, text);
      return text;
    },
  };
}

/** Faults are not remembered. */
function once<T>(look: (path: string) => T): (path: string) => T {
  const seen = new Map<string, T>();
  return (path) => {
    const known = seen.get(path);
    if (known !== undefined || seen.has(path)) return known as T; // null and undefined are answers too
    const found = look(path);
    seen.set(path, found);
    return found;
  };
}
