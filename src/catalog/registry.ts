import { bounded } from './bounded.ts';
import { compiledReaders } from './compiled/index.ts';
import { scriptedReaders } from './scripted/index.ts';
import { systemReaders } from './system/index.ts';
import type { Reader } from './types.ts';

/** Every reader of a database, a metadata file or a lock file. */
export const readers: readonly Reader[] = [...systemReaders, ...scriptedReaders, ...compiledReaders].map(withinBounds);

function withinBounds(reader: Reader): Reader {
  return {
    ...reader,
    read: (file) => {
      const reading = reader.read(file);
      return reading && bounded(reading);
    },
  };
}

const byName = new Map<string, Reader[]>();
const byExtension = new Map<string, Reader[]>();
const byPath: Reader[] = [];
for (const reader of readers) {
  for (const name of reader.names ?? []) byName.set(name, [...(byName.get(name) ?? []), reader]);
  for (const it of reader.extensions ?? []) {
    const ending = it.toLowerCase();
    byExtension.set(ending, [...(byExtension.get(ending) ?? []), reader]);
  }
  if (reader.paths) byPath.push(reader);
}

const NONE: readonly Reader[] = [];

/** No ending has more dots; a name of a million dots would cost the square of that. */
const MOST_DOTS = 6;

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
  for (const ending of endingsOf(base)) take(byExtension.get(ending));
  take(byPath.filter(({ paths }) => paths?.test(path)));
  return found ?? NONE;
}

/** `a.deps.json` ends in `.json` and in `.deps.json`; endings do not tell cases apart. */
function endingsOf(base: string): string[] {
  const endings: string[] = [];
  for (let dot = base.lastIndexOf('.'); dot >= 0 && endings.length < MOST_DOTS; dot = base.lastIndexOf('.', dot - 1)) {
    endings.push(base.slice(dot).toLowerCase());
    if (dot === 0) break;
  }
  return endings;
}
