import type { Files } from '../domain/index.ts';
import { nearest } from '../formats/index.ts';

/** The folder that a path may mean: each part as it is there, else the one that is spelt most like it; null where none is. */
export function nearestFolder(path: string, files: Pick<Files, 'stat' | 'list'>): string | null {
  let found = '';
  for (const [index, part] of path
    .replace(/(?<=.)\/+$/, '')
    .split('/')
    .entries()) {
    const before = index === 0 ? '' : `${found}/`;
    const isThere = part === '' || files.stat(`${before}${part}`)?.type === 'directory';
    const next = isThere ? part : nearest(part, foldersIn(index === 0 ? '.' : before, files));
    if (next === null) return null;
    found = `${before}${next}`;
  }
  return found;
}

function foldersIn(path: string, files: Pick<Files, 'list'>): readonly string[] {
  return (files.list(path) ?? []).filter(({ type }) => type === 'directory').map(({ name }) => name);
}
