import type { Amount, ContextFile, DirectoryEntry, Files } from '../../domain/index.ts';
import { TickproofError } from '../../domain/index.ts';
import { LateFolders, type Met, PatternMatcher, walk } from '../../formats/ignorefile/index.ts';

export interface Wants {
  readonly withIgnored: boolean;
  readonly withRecords: boolean;
}

type Draft = { -readonly [K in keyof ContextFile]: ContextFile[K] };

/** Everything that one walk over the folder tells. */
export interface Walked {
  readonly files: readonly ContextFile[];
  readonly ignored: readonly string[];
  readonly left: Amount;
}

/** What the Dockerfile's sources select of a context. */
export type Selection = 'all' | 'nothing' | PatternMatcher;

/** The folder's own records are no part of the deployment, and seeing them would make every run see another folder. */
function isRecord(path: string): boolean {
  return path === '.tickproof' || path.startsWith('.tickproof/');
}

/**
 * Walks over a context once, and looks at all that is sent of it together. Throws `TickproofError` where there is none, or where
 * a folder that is sent cannot be opened.
 */
export function walkContext(
  files: Files,
  root: string,
  exclude: PatternMatcher | null,
  selected: Selection,
  { withIgnored, withRecords }: Wants,
): Walked {
  const sent: Draft[] = [];
  const ignored: string[] = [];
  const left: Below = { count: 0, regular: [] };
  const late = new LateFolders<Draft>();
  const inside = root.endsWith('/') ? root : `${root}/`;
  const include = selected instanceof PatternMatcher ? selected : null;

  const meet = (met: Met): void => {
    if (!withRecords && isRecord(met.path)) return;
    for (const draft of late.met(met, !met.excluded, () => draftOf(met))) sent.push(draft);
    if (met.excluded) {
      ignored.push(met.path);
      if (withIgnored && !met.opened && !isRecord(met.path))
        gatherBelow(files, `${inside}${met.path}`, met.entry.type, left);
    } else if (selected !== 'nothing' && met.included) {
      const last = sent.at(-1);
      if (last) last.selected = true;
      for (const above of late.above()) above.selected = true;
    }
  };
  const list = (path: string): ReturnType<Files['list']> => files.list(path === '' ? root : inside + path);
  if (list('') === null) throw missing(root);
  walk({ list }, { exclude, include }, meet);
  measure(files, inside, sent);
  return { files: sent, ignored, left: { files: left.count, bytes: bytesOf(files, left.regular) } };
}

function missing(root: string): TickproofError {
  return new TickproofError('target-not-found', `There is no build context ${root}`, {
    remedy: 'Name the folder in `build.context` of tickproof.yaml.',
  });
}

function draftOf({ path, entry }: Met): Draft {
  return { path, type: entry.type, sizeBytes: 0, mode: 0, selected: false };
}

/** What is sent is looked at when all of it is known: together it takes half as long. */
function measure(files: Files, inside: string, sent: readonly Draft[]): void {
  const stats = files.stats(sent.map(({ path }) => inside + path));
  for (const [index, draft] of sent.entries()) {
    const stat = stats[index];
    if (!stat) continue;
    draft.mode = stat.mode;
    if (draft.type === 'file') draft.sizeBytes = stat.sizeBytes;
  }
}

/** What is not sent: how many files there are of any kind, and the paths of those that have a size. */
interface Below {
  count: number;
  readonly regular: string[];
}

/** A file, or all that is below a folder; what cannot be opened counts for nothing, as it is not sent. */
function gatherBelow(files: Files, path: string, type: DirectoryEntry['type'], below: Below): void {
  if (type !== 'directory') {
    below.count += 1;
    if (type === 'file') below.regular.push(path);
    return;
  }
  for (const entry of listOrNothing(files, path) ?? []) gatherBelow(files, `${path}/${entry.name}`, entry.type, below);
}

function bytesOf(files: Files, paths: readonly string[]): number {
  return files.stats(paths).reduce((bytes, stat) => bytes + (stat?.sizeBytes ?? 0), 0);
}

function listOrNothing(files: Files, path: string): ReturnType<Files['list']> {
  try {
    return files.list(path);
  } catch (fault) {
    if (fault instanceof TickproofError) return null; // closed to us, and ignored anyway
    throw fault;
  }
}
