import type { DirectoryEntry } from '../../domain/index.ts';
import { cleanPath, compareBytes, joinPath, parentOf } from './names.ts';
import { hasWildcards, matchWildcard } from './wildcard.ts';

/** What following needs of the context folder. Paths are relative to it. */
export interface LinkTree {
  list(path: string): readonly DirectoryEntry[] | null;
  /** Null where there is no link of that name. */
  readLink(path: string): string | null;
}

/**
 * The include patterns for the wanted paths of a context, links resolved inside it as `fsutil.FollowLinks` does.
 * Null = no filter: everything is wanted.
 */
export function followPaths(tree: LinkTree, wanted: readonly string[]): string[] | null {
  const resolved = new Set<string>();
  for (const path of wanted) follow(tree, path, resolved);
  return withoutNested([...resolved].sort(compareBytes));
}

function follow(tree: LinkTree, wanted: string, resolved: Set<string>): void {
  const parts = wanted.split('/');
  let current = '.';
  for (const [i, part] of parts.entries()) {
    current = joinPath(current, part);
    const rest = parts.slice(i + 1).join('/');
    const targets = linksAt(tree, current, true);
    if (targets === null && rest !== '') continue;
    if (resolved.has(current)) return;
    resolved.add(current);
    for (const target of targets ?? []) follow(tree, joinPath(target, rest), resolved);
    return;
  }
}

/** Where the links of that name (or, with wildcards, of those names) point; null where there is no link. */
function linksAt(tree: LinkTree, path: string, allowWildcards: boolean): string[] | null {
  const slash = path.lastIndexOf('/');
  const base = path.slice(slash + 1);
  if (allowWildcards && hasWildcards(base)) {
    const folder = slash < 0 ? '' : path.slice(0, slash);
    const found = (tree.list(folder.replace(/^\//, '')) ?? [])
      .filter(({ name }) => matchWildcard(base, name) === true)
      .flatMap(({ name }) => linksAt(tree, joinPath(folder, name), false) ?? []);
    return found.length === 0 ? null : found;
  }
  const link = tree.readLink(path.replace(/^\//, ''));
  if (link === null) return null;
  return [link.startsWith('/') ? cleanPath(link) : joinPath('/', parentOf(path), cleanPath(link))];
}

function withoutNested(sorted: readonly string[]): string[] | null {
  const out: string[] = [];
  for (const path of sorted) {
    if (path === '.') return null;
    const last = out.at(-1);
    if (last === undefined ? path.startsWith('/') : path.startsWith(`${last}/`)) continue;
    out.push(path);
  }
  return out;
}
