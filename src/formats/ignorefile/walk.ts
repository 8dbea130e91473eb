import { TickproofError, type DirectoryEntry } from '../../domain/index.ts';
import type { PatternMatcher } from './matcher.ts';

/** A folder to walk: entries in byte order of their names, null where there is none. Paths are relative, `''` is the root. */
export interface WalkTree {
  list(path: string): readonly DirectoryEntry[] | null;
}

export interface Filters {
  readonly exclude: PatternMatcher | null;
  readonly include: PatternMatcher | null;
}

/** One entry as the walk meets it: children come after their folder. `depth` of the root's entries is 0. */
export interface Met {
  readonly path: string;
  readonly entry: DirectoryEntry;
  readonly depth: number;
  readonly excluded: boolean;
  readonly included: boolean;
  /** False where the walk does not go in. */
  readonly opened: boolean;
}

interface Above {
  readonly excludes: readonly boolean[] | null;
  readonly includes: readonly boolean[] | null;
}

/**
 * Walks as BuildKit's client does (`fsutil`): the results for a folder hold for what is in it, and a folder that is
 * left out is opened only where a `!` line may let something in it through again. `prune` also leaves folders
 * closed that no included path can be in. Throws `BadPattern`, and whatever `list` throws for a folder that is sent.
 */
export function walk(tree: WalkTree, { exclude, include }: Filters, meet: (met: Met) => void, prune = false): void {
  const mayLetThrough = exclude ? mayMatchBelow(exclude, true) : () => false;
  const mayInclude = prune && include ? mayMatchBelow(include, false) : () => true;

  const visit = (folder: string, depth: number, above: Above, sent: boolean): void => {
    for (const entry of entriesOf(tree, folder, sent)) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      const isFolder = entry.type === 'directory';
      const excludes: boolean[] | null = isFolder && exclude ? [] : null;
      const includes: boolean[] | null = isFolder && include ? [] : null;
      const included = include ? include.matchesInWalk(path, above.includes, includes) : true;
      const closed = isFolder && !included && !mayInclude(path);
      const excluded = exclude !== null && !closed && exclude.matchesInWalk(path, above.excludes, excludes);
      const opened = isFolder && !closed && (!excluded || mayLetThrough(path));
      meet({ path, entry, depth, excluded, included, opened });
      if (opened) visit(path, depth + 1, { excludes, includes }, !excluded && (included || !prune));
    }
  };
  visit('', 0, { excludes: null, includes: null }, true);
}

/** A folder that is not sent itself may be closed to us: what is in it is then left out, as the builder does. */
function entriesOf(tree: WalkTree, folder: string, sent: boolean): readonly DirectoryEntry[] {
  try {
    return tree.list(folder) ?? [];
  } catch (fault) {
    if (!sent && fault instanceof TickproofError) return [];
    throw fault;
  }
}

/** Whether one of the rules (`!` lines or the others) can match below a folder: by its literal beginning, if all have one. */
function mayMatchBelow({ rules }: PatternMatcher, exclusions: boolean): (folder: string) => boolean {
  const beginnings = rules.filter(({ exclusion }) => exclusion === exclusions).map(({ text }) => withoutLastGlob(text));
  if (beginnings.some((text) => /[*[\]?^\\]/.test(text))) return () => true;
  return (folder) => beginnings.some((text) => `${text}/`.startsWith(`${folder}/`));
}

function withoutLastGlob(pattern: string): string {
  return pattern.replace(/\/\*\*$/, '').replace(/\/\*$/, '');
}

/** Gives what is met in order, and folders that are left out only once something in them is not. */
export class LateFolders<T> {
  private readonly frames: { readonly depth: number; readonly item: T; given: boolean }[] = [];

  /** What has to be given now: the folders above that were not yet, and the thing itself if it is kept. */
  met({ depth, entry }: Met, kept: boolean, make: () => T): T[] {
    while ((this.frames.at(-1)?.depth ?? -1) >= depth) this.frames.pop();
    const isFolder = entry.type === 'directory';
    if (!kept && !isFolder) return [];
    const item = make();
    const out = kept ? [...this.lateOnes(), item] : [];
    if (isFolder) this.frames.push({ depth, item, given: kept });
    return out;
  }

  /** The folders that the last thing lies in (and itself, where it is one). */
  above(): T[] {
    return this.frames.map(({ item }) => item);
  }

  private lateOnes(): T[] {
    const late = this.frames.filter(({ given }) => !given);
    for (const frame of late) frame.given = true;
    return late.map(({ item }) => item);
  }
}

/** The paths that BuildKit's client sends, in its order. */
export function listSent(tree: WalkTree, filters: Filters): Pick<Met, 'path' | 'entry'>[] {
  const late = new LateFolders<Pick<Met, 'path' | 'entry'>>();
  const sent: Pick<Met, 'path' | 'entry'>[] = [];
  const keep = (met: Met): void => {
    sent.push(...late.met(met, !met.excluded && met.included, () => ({ path: met.path, entry: met.entry })));
  };
  walk(tree, filters, keep, true);
  return sent;
}
