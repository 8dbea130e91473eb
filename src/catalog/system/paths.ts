/** Last part of a path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Last part of a path, without an ending. */
export function stem(path: string, ending: string): string {
  const base = baseName(path);
  return base.endsWith(ending) ? base.slice(0, base.length - ending.length) : base;
}

/** The folder that a path lies in; empty for the root. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}
