import type { ImageFile } from '../../domain/index.ts';

/** The merged tree of an image by path. Folders that no layer lists, but that hold something, are there too. */
export type Tree = ReadonlyMap<string, ImageFile>;

const known = new WeakMap<readonly ImageFile[], Tree>(); // many checks read the same list: it is indexed once

/** The index of a list of files; made once per list. */
export function treeOf(files: readonly ImageFile[]): Tree {
  const made = known.get(files) ?? index(files);
  known.set(files, made);
  return made;
}

function index(files: readonly ImageFile[]): Tree {
  const tree = new Map(files.map((file) => [file.path, file]));
  for (const { path, layer } of files) {
    for (let above = parentOf(path); !tree.has(above); above = parentOf(above)) tree.set(above, folder(above, layer));
  }
  if (!tree.has('/')) tree.set('/', folder('/', 0));
  return tree;
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
