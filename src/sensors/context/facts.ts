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
import {
  BadPattern,
  followPaths,
  type IgnoreLine,
  lineAt,
  PatternMatcher,
  readIgnoreFile,
} from '../../formats/ignorefile/index.ts';
import { findIgnoreFile } from './lookup.ts';
import { lookUp } from './matches.ts';
import { scriptsIn } from './scripts.ts';
import { secretsIn } from './secrets.ts';
import { type Selection, type Walked, type Wants, walkContext } from './walked.ts';
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
