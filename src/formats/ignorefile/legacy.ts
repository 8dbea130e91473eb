import { PatternMatcher } from './matcher.ts';
import type { Met, WalkTree } from './walk.ts';
import { compareBytes } from './names.ts';

/**
 * What the legacy builder (`DOCKER_BUILDKIT=0`) copies by `COPY .`: its walk opens a folder that is left out only
 * where a `!` line begins with that folder's own name, and its client sends Dockerfile and .dockerignore in any
 * case, which the daemon then removes. Folders end in `/`. Throws `BadPattern`.
 */
export function listSentByLegacy(tree: WalkTree, patterns: readonly string[], dockerfile: string): string[] {
  const own = ['.dockerignore', dockerfile];
  const given = new PatternMatcher(patterns);
  checkAll(tree, given, '');
  const ignored = own.filter((path) => given.matchesOrParentMatches(path));
  const matcher = new PatternMatcher([...patterns, ...ignored.map((path) => `!${path}`)]);
  const sent = new Set<string>();
  visit(tree, matcher, '', null, ({ path, entry }) => {
    for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) sent.add(path.slice(0, at + 1));
    sent.add(entry.type === 'directory' ? `${path}/` : path);
  });
  for (const path of ignored) sent.delete(path);
  return [...sent].sort(compareBytes);
}

/** The client asks about every path beforehand, and so meets the pattern that is refused late. */
function checkAll(tree: WalkTree, matcher: PatternMatcher, folder: string): void {
  for (const entry of tree.list(folder) ?? []) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (!matcher.matchesOrParentMatches(path) && entry.type === 'directory') checkAll(tree, matcher, path);
  }
}

function visit(
  tree: WalkTree,
  matcher: PatternMatcher,
  folder: string,
  above: readonly boolean[] | null,
  send: (sent: Pick<Met, 'path' | 'entry'>) => void,
): void {
  for (const entry of tree.list(folder) ?? []) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    const results: boolean[] = [];
    const skipped = matcher.matchesInWalk(path, above, results);
    if (!skipped) send({ path, entry });
    if (entry.type !== 'directory') continue;
    const goesOn = matcher.rules.some(({ text, exclusion }) => exclusion && `${text}/`.startsWith(`${path}/`));
    if (!skipped || goesOn) visit(tree, matcher, path, results, send);
  }
}
