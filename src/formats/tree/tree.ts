import type { ImageFile } from '../../domain/index.ts';
import { differenceOf } from './likeness.ts';

/** The merged tree of an image by path. Folders that no layer lists, but that hold something, are there too. */
export type Tree = Pick<ReadonlyMap<string, ImageFile>, 'get' | 'has' | 'values'>;

const known = new WeakMap<readonly ImageFile[], Tree>(); // many checks read the same list: it is indexed once

/** The index of a list of files; made once per list, and of a list that differs little from another, of that one's. */
export function treeOf(files: readonly ImageFile[]): Tree {
  const made = known.get(files) ?? changedTree(files) ?? index(files);
  known.set(files, made);
  return made;
}

function index(files: readonly ImageFile[]): ReadonlyMap<string, ImageFile> {
  const tree = new Map(files.map((file) => [file.path, file]));
  for (const { path, layer } of files) {
    for (let above = parentOf(path); !tree.has(above); above = parentOf(above)) tree.set(above, folder(above, layer));
  }
  if (!tree.has('/')) tree.set('/', folder('/', 0));
  return tree;
}

/** Null where the list was not made of another, and where it is simpler to look at all of it. */
function changedTree(files: readonly ImageFile[]): Tree | null {
  const difference = differenceOf(files);
  if (!difference) return null;
  const { from, added, removed } = difference;
  const below = treeOf(from);
  if (!(below instanceof Map) || below.size !== from.length + 1) return null; // it has folders that no layer lists
  const own = new Map(added.map((file) => [file.path, file]));
  const gone = new Set(removed.flatMap(({ path }) => (own.has(path) ? [] : [path])));
  const isFolderGone = removed.some(({ path, type }) => type === 'directory' && gone.has(path));
  if (own.has('/') || (isFolderGone && files.some(({ path }) => gone.has(parentOf(path))))) return null;
  own.set('/', folder('/', files[0]?.layer ?? 0));
  const has = (path: string) => own.has(path) || (below.has(path) && !gone.has(path));
  for (const { path, layer } of added) {
    for (let above = parentOf(path); !has(above); above = parentOf(above)) own.set(above, folder(above, layer));
  }
  return {
    has,
    get: (path) => own.get(path) ?? (gone.has(path) ? undefined : below.get(path)),
    values: () => index(files).values(),
  };
}

function folder(path: string, layer: number): ImageFile {
  return { path, type: 'directory', sizeBytes: 0, mode: 0o755, uid: 0, gid: 0, layer };
}

/** The folder that a path stands in; the root stands in itself. */
export function parentOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash <= 0 ? '/' : path.slice(0, slash);
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** `name` inside `folder`. */
export function within(folder: string, name: string): string {
  return folder === '/' ? `/${name}` : `${folder}/${name}`;
}

/** Whether `path` is `folder` or stands below it. */
export function isWithin(folder: string, path: string): boolean {
  return folder === '/' || path === folder || path.startsWith(`${folder}/`);
}
