import type { ContextSource, Files } from '../../domain/index.ts';
import { hasWildcards, type IgnoreLine, matchWildcard, type PatternMatcher } from '../../formats/ignorefile/index.ts';
import { nearestName } from './nearest.ts';
import type { Wanted } from './wanted.ts';

/** What the walk saw, as the sources are looked up in it. */
export interface Seen {
  readonly kept: readonly { readonly path: string; readonly type: string; readonly selected: boolean }[];
  readonly ignored: readonly string[];
  readonly patterns: readonly IgnoreLine[];
  readonly exclude: PatternMatcher | null;
}

/** What a source of COPY, ADD or a bind mount finds in the context. */
export function lookUp(wanted: Wanted, seen: Seen, files: Files, root: string): ContextSource {
  const { source, at, stage } = wanted;
  const found = { source, at, stage, ignoredBy: null, nearest: null };
  const isSent = (path: string): boolean => seen.kept.some((it) => it.path === path);
  const isOn = hasWildcards(wanted.path)
    ? underWildcard(wanted.path)
    : under(realPath(wanted.path, files, root, isSent));
  const matches = countMatches(seen, isOn);
  if (matches > 0 || wanted.path === '') return { ...found, matches };
  const ignored = hasWildcards(wanted.path) ? seen.ignored.find(isOn) : existing(wanted.path, files, root);
  if (ignored !== undefined) return { ...found, matches, ignoredBy: ruleFor(ignored, seen) };
  return {
    ...found,
    matches,
    nearest: nearestName(
      wanted.path,
      seen.kept.map(({ path }) => path),
    ),
  };
}

/**
 * Files; an empty folder, which can be copied as well, counts as one. What the sources do not select is not sent, whatever they
 * name: the builder takes them for patterns, where `!` in front, a backslash and a blank at the end mean something else.
 */
function countMatches({ kept }: Seen, isOn: (path: string) => boolean): number {
  let files = 0;
  let folders = 0;
  for (const { path, type, selected } of kept) {
    if (!selected || !isOn(path)) continue;
    if (type === 'directory') folders += 1;
    else files += 1;
  }
  return files > 0 || folders === 0 ? files : 1;
}

function under(wanted: string | null): (path: string) => boolean {
  if (wanted === null) return () => false;
  if (wanted === '') return () => true;
  const inside = `${wanted}/`;
  return (path) => path === wanted || path.startsWith(inside);
}

function underWildcard(pattern: string): (path: string) => boolean {
  const depth = pattern.split('/').length;
  const known = new Map<string, boolean>();
  return (path) => {
    const head = headOf(path, depth);
    if (head === null) return false;
    const before = known.get(head);
    if (before !== undefined) return before;
    const matched = matchWildcard(pattern, head) === true;
    known.set(head, matched);
    return matched;
  };
}

/** The first names of a path, null where it has fewer. */
function headOf(path: string, depth: number): string | null {
  let end = -1;
  for (let i = 0; i < depth; i += 1) {
    end = path.indexOf('/', end + 1);
    if (end < 0) return i === depth - 1 ? path : null;
  }
  return path.slice(0, end);
}

const MOST_LINKS = 40;

/** The path with the links on its way resolved inside the context; null where one of them is not sent. */
function realPath(path: string, files: Files, root: string, isSent: (path: string) => boolean): string | null {
  let parts = path.split('/');
  let real: string[] = [];
  for (let links = 0; parts.length > 0; ) {
    const [part = '', ...rest] = parts;
    parts = rest;
    if (part === '' || part === '.') continue;
    if (part === '..') {
      real.pop();
      continue;
    }
    const at = files.resolve(root, ...real, part);
    const target = files.stat(at)?.type === 'symlink' ? files.readLink(at) : null;
    if (target === null) {
      real.push(part);
      continue;
    }
    if (!isSent([...real, part].join('/'))) return null;
    links += 1;
    if (links > MOST_LINKS) return path;
    if (target.startsWith('/')) real = [];
    parts = [...target.split('/'), ...parts];
  }
  return real.join('/');
}

function existing(path: string, files: Files, root: string): string | undefined {
  return files.stat(files.resolve(root, path)) === null ? undefined : path;
}

function ruleFor(path: string, { exclude, patterns }: Seen): ContextSource['ignoredBy'] {
  const index = exclude?.decidingIndex(path) ?? null;
  const rule = index === null ? undefined : patterns[index];
  return rule ? { pattern: rule.text, line: rule.line } : null;
}
