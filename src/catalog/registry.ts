import { compiledReaders } from './compiled/index.ts';
import { scriptedReaders } from './scripted/index.ts';
import { systemReaders } from './system/index.ts';
import type { Reader } from './types.ts';

/** Every reader of a database, a metadata file or a lock file. */
export const readers: readonly Reader[] = [...systemReaders, ...scriptedReaders, ...compiledReaders];

const byName = new Map<string, Reader[]>();
const byExtension = new Map<string, Reader[]>();
const byPath: Reader[] = [];
for (const reader of readers) {
  for (const name of reader.names ?? []) byName.set(name, [...(byName.get(name) ?? []), reader]);
  for (const it of reader.extensions ?? []) byExtension.set(it, [...(byExtension.get(it) ?? []), reader]);
  if (reader.paths) byPath.push(reader);
}

const NONE: readonly Reader[] = [];

/** The readers that want to see a file, by its path alone. Asked for every file of an image. */
export function readersOf(path: string): readonly Reader[] {
  const base = path.slice(path.lastIndexOf('/') + 1);
  let found: Reader[] | null = null;
  const take = (candidates: readonly Reader[] | undefined) => {
    for (const reader of candidates ?? []) {
      if (found?.includes(reader) || !(reader.where?.(path) ?? true)) continue;
      (found ??= []).push(reader);
    }
  };
  take(byName.get(base));
  for (let dot = base.indexOf('.'); dot !== -1; dot = base.indexOf('.', dot + 1))
    take(byExtension.get(base.slice(dot)));
  take(byPath.filter(({ paths }) => paths?.test(path)));
  return found ?? NONE;
}
