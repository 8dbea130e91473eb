/** What `find` sees of a path. */
export interface FoundEntry {
  readonly path: string;
  readonly type: 'file' | 'directory' | 'symlink';
  readonly mode: number;
  readonly sizeBytes: number;
}

/** A test by name, path or pattern. One that is negated or prunes hides what it matches. */
export interface Naming {
  readonly kind: 'name' | 'path' | 'regex';
  readonly text: string;
  readonly hides: boolean;
  /** A name or path that it matches; null where none is known. */
  readonly sample: string | null;
}

export type Expression =
  | { readonly kind: 'and' | 'or'; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'not'; readonly of: Expression }
  | { readonly kind: 'naming'; readonly naming: Naming; readonly matches: (path: string) => boolean }
  | { readonly kind: 'test'; readonly holds: (entry: FoundEntry) => boolean }
  | { readonly kind: 'prune' | 'print' | 'true' };

/** Whether an expression finds an entry below a root. `printing`: only what an action is reached for. */
export function isFound(
  expression: Expression,
  {
    path,
    root,
    entry,
    printing,
    without,
  }: {
    readonly path: string;
    readonly root: string;
    readonly entry: FoundEntry;
    readonly printing: boolean;
    readonly without: Naming | undefined;
  },
): boolean {
  const { holds, printed } = look(expression, entry, without);
  if (!(printing ? printed : holds)) return false;
  return (
    !prunes(expression) || !foldersBetween(root, path).some((above) => look(expression, folder(above), without).pruned)
  );
}

function prunes(it: Expression): boolean {
  if (it.kind === 'and' || it.kind === 'or') return prunes(it.left) || prunes(it.right);
  return it.kind === 'not' ? prunes(it.of) : it.kind === 'prune';
}

interface Looked {
  readonly holds: boolean;
  readonly printed: boolean;
  readonly pruned: boolean;
}

/** As find evaluates: from the left, and no further than needed. */
function look(it: Expression, entry: FoundEntry, without: Naming | undefined): Looked {
  const plain = (holds: boolean): Looked => ({ holds, printed: false, pruned: false });
  switch (it.kind) {
    case 'true':
      return plain(true);
    case 'print':
      return { holds: true, printed: true, pruned: false };
    case 'prune':
      return { holds: true, printed: false, pruned: true };
    case 'test':
      return plain(it.holds(entry));
    case 'naming':
      return plain(!isSame(it.naming, without) && it.matches(entry.path));
    case 'not': {
      const of = look(it.of, entry, without);
      return { ...of, holds: !of.holds };
    }
    default: {
      const left = look(it.left, entry, without);
      if (left.holds === (it.kind === 'or')) return left;
      const right = look(it.right, entry, without);
      return {
        holds: right.holds,
        printed: left.printed || right.printed,
        pruned: left.pruned || right.pruned,
      };
    }
  }
}

function isSame(naming: Naming, other: Naming | undefined): boolean {
  return other !== undefined && naming.kind === other.kind && naming.text === other.text;
}

function folder(path: string): FoundEntry {
  return { path, type: 'directory', mode: 0o755, sizeBytes: 4096 };
}

/** How many names below a root a path is; null where it is elsewhere. */
export function depthBelow(root: string, path: string): number | null {
  if (path === root) return 0;
  const base = root === '/' ? '/' : `${root}/`;
  return path.startsWith(base) ? path.slice(base.length).split('/').length : null;
}

/** The folders from the root down to the one that holds the path. */
function foldersBetween(root: string, path: string): readonly string[] {
  const folders: string[] = [];
  for (let at = path.lastIndexOf('/'); at > 0 && at >= root.length; at = path.lastIndexOf('/', at - 1))
    folders.unshift(path.slice(0, at));
  return folders[0] === root || path === root ? folders : [root, ...folders];
}
