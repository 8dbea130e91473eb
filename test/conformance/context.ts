import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DirectoryEntry } from '../../src/domain/index.ts';
import {
  BadPattern,
  compareBytes,
  compilePattern,
  followPaths,
  type LinkTree,
  listSent,
  listSentByLegacy,
  PatternMatcher,
  readIgnoreFile,
} from '../../src/formats/ignorefile/index.ts';
import { dockerfileFactsOf } from '../../src/sensors/dockerfile/index.ts';
import { contextFactsOf } from '../../src/sensors/context/index.ts';
import { memoryFiles } from './memory-files.ts';
import { type Case, differs, type Outcome } from './vectors.ts';

type Judge = (vector: Case) => string | null;

const JUDGES: Readonly<Record<string, Judge>> = {
  'ignorefile.json': ({ content, patterns }) => differs(patternsOf(content), patterns),
  'patternmatcher.json': judgeMatch,
  'patternmatcher-compile.json': ({ pattern, kind }) => differs(compilePattern(pattern).kind, kind),
  'fsutil-walk.json': judgeListing,
  'walk.json': judgeWalk,
  'lookup.json': judgeLookup,
  'transfer.json': judgeTransfer,
};

/** Compares every vector of a `context` folder; a miss says what came instead. */
export async function run(dir: string): Promise<Outcome[]> {
  return readdirSync(dir)
    .filter((file) => file.endsWith('.json'))
    .map((file) => {
      const { cases } = JSON.parse(readFileSync(join(dir, file), 'utf8')) as { cases: Case[] };
      const judge = JUDGES[file];
      const misses = cases.flatMap((vector) => {
        const difference = judge ? judge(vector) : 'no judge for this file';
        return difference === null ? [] : [`${vector.id}: ${difference}`];
      });
      return { file, total: cases.length, passed: cases.length - misses.length, misses };
    });
}

function patternsOf(text: string): string[] {
  return readIgnoreFile('.dockerignore', text).patterns.map((pattern) => pattern.text);
}

/** What `act` gives, or `{ error: true }` for a refused list. */
function orRefused<T>(act: () => T): T | { error: true } {
  try {
    return act();
  } catch (fault) {
    if (fault instanceof BadPattern) return { error: true };
    throw fault;
  }
}

function judgeMatch({ patterns, path, match, error, exclusions }: Case): string | null {
  const ours = orRefused(() => {
    const matcher = new PatternMatcher(patterns);
    if (exclusions !== undefined) return { exclusions: matcher.hasExclusions };
    return { match: path !== '.' && matcher.matchesOrParentMatches(path) };
  });
  return differs(ours, error ? { error: true } : exclusions !== undefined ? { exclusions } : { match });
}

interface Node {
  readonly path: string;
  readonly type: DirectoryEntry['type'];
  readonly link?: string;
}

/** A tree in memory; folders on the way need not be named. */
function treeOf(nodes: readonly Node[]): LinkTree {
  const folders = new Map<string, Map<string, DirectoryEntry>>([['', new Map()]]);
  const links = new Map<string, string>();
  for (const { path, type, link } of nodes) {
    const parts = path.split('/');
    for (const [i, name] of parts.entries()) {
      const parent = parts.slice(0, i).join('/');
      const last = i === parts.length - 1;
      const entries = folders.get(parent) ?? new Map<string, DirectoryEntry>();
      folders.set(parent, entries);
      if (!entries.has(name)) entries.set(name, { name, type: last ? type : 'directory' });
    }
    if (type === 'directory' && !folders.has(path)) folders.set(path, new Map());
    if (link !== undefined) links.set(path, link);
  }
  return {
    list: (path) => {
      const entries = folders.get(path);
      return entries ? [...entries.values()].sort((a, b) => compareBytes(a.name, b.name)) : null;
    },
    readLink: (path) => links.get(path) ?? null,
  };
}

const TYPES: Readonly<Record<string, DirectoryEntry['type']>> = { dir: 'directory', file: 'file', symlink: 'symlink' };

function judgeListing({ tree, include, exclude, follow, expect }: Case): string | null {
  const nodes: Node[] = tree.map((node: Case) => ({ ...node, type: TYPES[node.type] ?? 'other' }));
  const links = treeOf(nodes);
  const byPath = new Map(tree.map((node: Case) => [node.path, node]));
  const ours = orRefused(() => {
    const wanted = [...(include ?? []), ...(follow ? (followPaths(links, follow) ?? []) : [])];
    const filters = {
      include: wanted.length > 0 ? new PatternMatcher(wanted) : null,
      exclude: exclude ? new PatternMatcher(exclude) : null,
    };
    return listSent(links, filters).map(({ path }) => byPath.get(path) ?? { path, type: 'dir' });
  });
  return differs(ours, expect);
}

function nodeOf(line: string): Node {
  const [path = '', link] = line.split(' -> ');
  if (link !== undefined) return { path, type: 'symlink', link };
  return path.endsWith('/') ? { path: path.slice(0, -1), type: 'directory' } : { path, type: 'file' };
}

function copied(tree: LinkTree, patterns: readonly string[]): string[] {
  const exclude = patterns.length > 0 ? new PatternMatcher(patterns) : null;
  return listSent(tree, { include: null, exclude })
    .map(({ path, entry }) => (entry.type === 'directory' ? `${path}/` : path))
    .sort(compareBytes);
}

function judgeWalk({ tree, dockerignore, buildkit, legacy }: Case): string | null {
  const own = dockerignore === null || dockerignore === undefined ? ['Dockerfile'] : ['Dockerfile', '.dockerignore'];
  const nodes = treeOf([...tree, ...own].map(nodeOf));
  const patterns = patternsOf(dockerignore ?? '');
  const asRefusal = (expected: unknown): unknown => (Array.isArray(expected) ? expected : { error: true });
  const ours = orRefused(() => copied(nodes, patterns));
  const older = orRefused(() => listSentByLegacy(nodes, patterns, 'Dockerfile'));
  return differs(ours, asRefusal(buildkit)) ?? prefixed('legacy ', differs(older, asRefusal(legacy)));
}

function prefixed(prefix: string, text: string | null): string | null {
  return text === null ? null : prefix + text;
}

function flagOf(flags: readonly string[], ...names: string[]): string | null {
  const at = flags.findIndex((flag) => names.includes(flag));
  return at < 0 ? null : (flags[at + 1] ?? null);
}

/** Through the sensor: which ignore file was read shows in what is let through. */
function judgeLookup({ files, context, flags, buildkit, legacy }: Case): string | null {
  const host = memoryFiles('/w', files);
  const root = host.resolve('/w', context);
  const named = flagOf(flags, '-f', '--file');
  const path = host.resolve(root, named ?? 'Dockerfile');
  const dockerfilePath = host.stat(path) === null ? host.resolve(root, 'dockerfile') : path;
  const dockerfile = factsOf(host.readText(dockerfilePath) ?? '');
  const facts = contextFactsOf(host, { root, dockerfilePath, dockerfile, atoms: ['context.files', 'context.ignore'] });
  const ours = named_(facts.files ?? []);
  const tree: LinkTree = {
    list: (folder) => host.list(host.resolve(root, folder)),
    readLink: () => null,
  };
  const patterns = patternsOf(host.readText(host.resolve(root, '.dockerignore')) ?? '');
  const inside = dockerfilePath.startsWith(`${root}/`) ? dockerfilePath.slice(root.length + 1) : '.dockerfile.outside';
  const older = orRefused(() => listSentByLegacy(tree, patterns, inside));
  return differs(ours, buildkit) ?? prefixed('legacy ', differs(older, legacy));
}

function named_(files: readonly { readonly path: string; readonly type: string }[]): string[] {
  return files.map(({ path, type }) => (type === 'directory' ? `${path}/` : path)).sort(compareBytes);
}

function factsOf(text: string): ReturnType<typeof dockerfileFactsOf> {
  return dockerfileFactsOf({ path: 'Dockerfile', text, target: null, args: {} });
}

function judgeTransfer({ files, dockerignore, dockerfile, read }: Case): string | null {
  const host = memoryFiles('/w', { ...files, Dockerfile: dockerfile, '.dockerignore': dockerignore });
  const facts = contextFactsOf(host, {
    root: '/w',
    dockerfilePath: '/w/Dockerfile',
    dockerfile: factsOf(dockerfile),
    atoms: ['context.files', 'context.sizes'],
  });
  const selected = (facts.files ?? []).filter((file) => file.selected && file.type === 'file').map(({ path }) => path);
  return differs([...new Set([...selected, 'Dockerfile', '.dockerignore'])].sort(compareBytes), read);
}
