import { relative } from 'node:path';
import type {
  Amount,
  Atom,
  ContextFacts,
  ContextFile,
  DockerfileFacts,
  Files,
  ParseProblem,
} from '../../domain/index.ts';
import { TickproofError } from '../../domain/index.ts';
import {
  BadPattern,
  followPaths,
  type IgnoreLine,
  LateFolders,
  lineAt,
  type Met,
  PatternMatcher,
  readIgnoreFile,
  walk,
} from '../../formats/ignorefile/index.ts';
import { findIgnoreFile } from './lookup.ts';
import { lookUp } from './matches.ts';
import { scriptsIn } from './scripts.ts';
import { secretsIn } from './secrets.ts';
import { type Wanted, wantedOf } from './wanted.ts';

export interface ContextQuestion {
  /** The context folder, absolute. */
  readonly root: string;
  /** The Dockerfile's own path, absolute; null where there is none. */
  readonly dockerfilePath: string | null;
  readonly dockerfile: DockerfileFacts | null;
  readonly atoms: readonly Atom[];
  /** `--build-arg`s, for sources that are written with variables. */
  readonly args?: Readonly<Record<string, string>>;
  /** What the ignore file's path is given relative to (default: the context folder). */
  readonly folder?: string;
  /** Sees the folder's own records as well, which are left out otherwise. */
  readonly withRecords?: boolean;
}

interface Wants {
  readonly withIgnored: boolean;
  readonly withRecords: boolean;
}

type Draft = { -readonly [K in keyof ContextFile]: ContextFile[K] };

/** Everything that one walk over the folder tells. */
interface Walked {
  readonly files: readonly ContextFile[];
  readonly ignored: readonly string[];
  readonly left: Amount;
}

/**
 * What a builder would be sent of a folder. Throws `TickproofError` where a folder that is sent cannot be opened.
 * An ignore file that the builder refuses is in `ignore.problems`; nothing is let through then.
 */
export function contextFactsOf(files: Files, question: ContextQuestion): Partial<ContextFacts> {
  const { root, dockerfilePath, dockerfile, atoms, args = {}, folder = root } = question;
  const asked = (key: keyof ContextFacts): boolean => atoms.includes(`context.${key}`);
  const ignoreFile = findIgnoreFile(files, root, dockerfilePath);
  const path = ignoreFile ? relative(folder, ignoreFile.path) : null;
  const read = readIgnoreFile(path ?? '.dockerignore', ignoreFile?.text ?? '');
  const wanted = wantedOf(dockerfile, args);
  const isFolderAsked = atoms.some((atom) => atom !== 'context.ignore');
  const seen = isFolderAsked
    ? lookThrough(files, root, read.patterns, wanted, path ?? '.dockerignore', {
        withIgnored: asked('total'),
        withRecords: question.withRecords ?? false,
      })
    : { ...NOTHING_SEEN, problems: [] };
  const problems = [...read.problems, ...seen.problems];
  const { walked, exclude } = problems.length > 0 ? NOTHING_SEEN : seen;
  const sourcesSeen = { kept: walked.files, ignored: walked.ignored, patterns: read.patterns, exclude };
  return {
    ignore: { path, patterns: read.patterns, problems },
    ...(asked('files') && { files: walked.files }),
    ...(asked('sizes') && { sizes: { context: amountOf(walked.files), selected: amountOf(walked.files, true) } }),
    ...(asked('total') && { total: sum(amountOf(walked.files), walked.left) }),
    ...(asked('largest') && { largest: largestOf(walked.files) }),
    ...(asked('sources') && { sources: wanted.map((it) => lookUp(it, sourcesSeen, files, root)) }),
    ...(asked('secrets') && { secrets: secretsIn(walked.files, files, root) }),
    ...(asked('scripts') && { scripts: scriptsIn(walked.files, dockerfile?.final, wanted, files, root) }),
  };
}

const NOTHING_SEEN = { walked: { files: [], ignored: [], left: { files: 0, bytes: 0 } }, exclude: null };

interface Looked {
  readonly walked: Walked;
  readonly exclude: PatternMatcher | null;
  readonly problems: readonly ParseProblem[];
}

function lookThrough(
  files: Files,
  root: string,
  patterns: readonly IgnoreLine[],
  wanted: readonly Wanted[],
  ignorePath: string,
  wants: Wants,
): Looked {
  try {
    const exclude = patterns.length > 0 ? new PatternMatcher(patterns.map(({ text }) => text)) : null;
    return {
      walked: walkContext(files, root, exclude, selection(files, root, wanted), wants),
      exclude,
      problems: [],
    };
  } catch (fault) {
    if (!(fault instanceof BadPattern)) throw fault;
    const line = patterns[fault.index]?.line ?? 1;
    const problem = {
      code: 'bad-pattern',
      message: `The builder refuses the ignore file: ${fault.message}`,
      at: lineAt(ignorePath, line),
    };
    return { ...NOTHING_SEEN, problems: [problem] };
  }
}

/** The folder's own records are no part of the deployment, and seeing them would make every run see another folder. */
function isRecord(path: string): boolean {
  return path === '.tickproof' || path.startsWith('.tickproof/');
}

type Selection = 'all' | 'nothing' | PatternMatcher;

/** What the sources select, links resolved; a pattern that cannot be an include pattern selects nothing by itself. */
function selection(files: Files, root: string, wanted: readonly Wanted[]): Selection {
  if (wanted.length === 0) return 'nothing';
  if (wanted.some(({ path }) => path === '')) return 'all';
  const tree = {
    list: (path: string) => files.list(files.resolve(root, path)),
    readLink: (path: string) => readLink(files, files.resolve(root, path)),
  };
  const include = followPaths(tree, [...new Set(wanted.map(({ path }) => path))]);
  return include === null ? 'all' : new PatternMatcher(include.filter(isPattern));
}

function isPattern(text: string): boolean {
  try {
    new PatternMatcher([text]).matchesOrParentMatches('a');
    return true;
  } catch (fault) {
    if (fault instanceof BadPattern) return false;
    throw fault;
  }
}

function readLink(files: Files, path: string): string | null {
  return files.stat(path)?.type === 'symlink' ? files.readLink(path) : null;
}

function walkContext(
  files: Files,
  root: string,
  exclude: PatternMatcher | null,
  selected: Selection,
  { withIgnored, withRecords }: Wants,
): Walked {
  const sent: Draft[] = [];
  const ignored: string[] = [];
  let left: Amount = { files: 0, bytes: 0 };
  const late = new LateFolders<Draft>();
  const inside = root.endsWith('/') ? root : `${root}/`;
  const include = selected instanceof PatternMatcher ? selected : null;

  const meet = (met: Met): void => {
    if (!withRecords && isRecord(met.path)) return;
    const make = (): Draft => fileOf(files, inside, met);
    for (const draft of late.met(met, !met.excluded, make)) sent.push(draft);
    if (met.excluded) {
      ignored.push(met.path);
      if (withIgnored && !met.opened && !isRecord(met.path)) left = sum(left, amountAt(files, `${inside}${met.path}`));
    } else if (selected !== 'nothing' && met.included) {
      const last = sent.at(-1);
      if (last) last.selected = true;
      for (const above of late.above()) above.selected = true;
    }
  };
  const list = (path: string): ReturnType<Files['list']> => files.list(path === '' ? root : inside + path);
  if (list('') === null) throw missing(root);
  walk({ list }, { exclude, include }, meet);
  return { files: sent, ignored, left };
}

function missing(root: string): TickproofError {
  return new TickproofError('target-not-found', `There is no build context ${root}`, {
    remedy: 'Name the folder in `build.context` of tickproof.yaml.',
  });
}

function fileOf(files: Files, inside: string, { path, entry }: Met): Draft {
  const stat = files.stat(inside + path);
  const sizeBytes = entry.type === 'file' ? (stat?.sizeBytes ?? 0) : 0;
  return { path, type: entry.type, sizeBytes, mode: stat?.mode ?? 0, selected: false };
}

/** A file, or all that is below a folder; what cannot be opened counts for nothing, as it is not sent. */
function amountAt(files: Files, path: string): Amount {
  const stat = files.stat(path);
  if (stat?.type !== 'directory') return { files: 1, bytes: stat?.type === 'file' ? stat.sizeBytes : 0 };
  return (listOrNothing(files, path) ?? [])
    .map(({ name }) => amountAt(files, `${path}/${name}`))
    .reduce(sum, { files: 0, bytes: 0 });
}

function listOrNothing(files: Files, path: string): ReturnType<Files['list']> {
  try {
    return files.list(path);
  } catch (fault) {
    if (fault instanceof TickproofError) return null; // closed to us, and ignored anyway
    throw fault;
  }
}

function sum(a: Amount, b: Amount): Amount {
  return { files: a.files + b.files, bytes: a.bytes + b.bytes };
}

function amountOf(files: readonly ContextFile[], selectedOnly = false): Amount {
  let count = 0;
  let bytes = 0;
  for (const { type, sizeBytes, selected } of files) {
    if (type === 'directory' || (selectedOnly && !selected)) continue;
    count += 1;
    bytes += sizeBytes;
  }
  return { files: count, bytes };
}

const LARGEST_SHOWN = 10;

function largestOf(files: readonly ContextFile[]): ContextFacts['largest'] {
  const tops = new Map<string, { files: number; bytes: number }>();
  for (const { path, type, sizeBytes } of files) {
    if (type === 'directory') continue;
    const slash = path.indexOf('/');
    const top = slash < 0 ? path : path.slice(0, slash);
    const amount = tops.get(top) ?? { files: 0, bytes: 0 };
    tops.set(top, sum(amount, { files: 1, bytes: sizeBytes }));
  }
  const all = [...tops].map(([path, amount]) => ({ path, ...amount }));
  return all.sort((a, b) => b.bytes - a.bytes || (a.path < b.path ? -1 : 1)).slice(0, LARGEST_SHOWN);
}
