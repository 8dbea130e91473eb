import type { Files } from '../domain/index.ts';
import type { LinesOf } from '../record/index.ts';

/** Lines of the files in a folder, each read once. */
export function linesIn(folder: string | null, files: Pick<Files, 'readText' | 'resolve'>): LinesOf {
  const known = new Map<string, readonly string[] | null>();
  return (file) => {
    if (folder === null) return null;
    const earlier = known.get(file);
    if (earlier !== undefined) return earlier;
    const lines = files.readText(files.resolve(folder, file))?.split(/\r?\n/) ?? null;
    known.set(file, lines);
    return lines;
  };
}
