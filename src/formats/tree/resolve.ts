import type { ImageFile } from '../../domain/index.ts';
import { parentOf, treeOf, within } from './tree.ts';

const MOST_LINKS = 40; // Linux gives up (ELOOP) after as many

/** Where a path leads inside the image, links followed as the kernel follows them. */
export interface Resolved {
  /** The path without links; where something is missing, what it would be. */
  readonly path: string;
  /** Null: there is nothing. */
  readonly file: ImageFile | null;
  /** Folders and links that were passed on the way, each once. */
  readonly passed: readonly ImageFile[];
}

/** Follows a path through the merged tree, a link at its end included. Relative paths start at `from`. */
export function resolveInTree(files: readonly ImageFile[], path: string, from = '/'): Resolved {
  return walk(files, path, from, true);
}

/** As `resolveInTree`, but a link at the end is the answer rather than followed: what `lstat`, `rm` and a layer's entry mean. */
export function entryInTree(files: readonly ImageFile[], path: string, from = '/'): Resolved {
  return walk(files, path, from, false);
}

function walk(files: readonly ImageFile[], path: string, from: string, followLast: boolean): Resolved {
  const tree = treeOf(files);
  const passed = new Set<ImageFile>();
  const left = partsOf(path.startsWith('/') ? path : `${from}/${path}`).toReversed();
  let at = '/';
  let file: ImageFile | null = tree.get('/') ?? null;
  let links = 0;
  for (let part = left.pop(); part !== undefined; part = left.pop()) {
    if (file) passed.add(file);
    if (part === '..') {
      at = parentOf(at);
      file = tree.get(at) ?? null;
      continue;
    }
    const next: string = within(at, part);
    const entry: ImageFile | null = file?.type === 'directory' ? (tree.get(next) ?? null) : null;
    if (entry?.type === 'symlink' && (followLast || left.length > 0)) {
      if (++links > MOST_LINKS) return { path: next, file: null, passed: [...passed] };
      passed.add(entry);
      const target = entry.linkTarget ?? '';
      if (target.startsWith('/')) [at, file] = ['/', tree.get('/') ?? null];
      left.push(...partsOf(target).toReversed());
      continue;
    }
    [at, file] = [next, entry];
  }
  return { path: at, file, passed: [...passed] };
}

function partsOf(path: string): string[] {
  return path.split('/').filter((part) => part !== '' && part !== '.');
}
