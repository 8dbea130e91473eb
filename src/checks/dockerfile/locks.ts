import type { ContextFile, Instruction, Stage } from '../../domain/index.ts';
import { hasWildcards, matchWildcard } from '../../formats/ignorefile/index.ts';
import { type Command, eachCommand, mountsOf } from './shared.ts';

/** A lock file with the manifest that it belongs to, and the tool that goes by it. */
export interface Lock {
  readonly name: string;
  readonly manifest: string;
  readonly tool: string;
  /** Verbs that install what the manifest lists; an empty text is the bare command. */
  readonly verbs: readonly string[];
  /** Options that hold the tool to the lock; none where it goes by it anyway. */
  readonly strict: readonly string[];
}

export const LOCKS: readonly Lock[] = [
  { name: 'package-lock.json', manifest: 'package.json', tool: 'npm', verbs: ['install', 'i', 'ci'], strict: ['ci'] },
  {
    name: 'yarn.lock',
    manifest: 'package.json',
    tool: 'yarn',
    verbs: ['', 'install'],
    strict: ['--frozen-lockfile', '--immutable', '--pure-lockfile'],
  },
  { name: 'pnpm-lock.yaml', manifest: 'package.json', tool: 'pnpm', verbs: ['install', 'i'], strict: [] },
  { name: 'bun.lock', manifest: 'package.json', tool: 'bun', verbs: ['install', 'i'], strict: [] },
  { name: 'poetry.lock', manifest: 'pyproject.toml', tool: 'poetry', verbs: ['install'], strict: [] },
  { name: 'uv.lock', manifest: 'pyproject.toml', tool: 'uv', verbs: ['sync'], strict: ['--locked', '--frozen'] },
  {
    name: 'Pipfile.lock',
    manifest: 'Pipfile',
    tool: 'pipenv',
    verbs: ['install', 'sync'],
    strict: ['--deploy', 'sync'],
  },
  { name: 'Gemfile.lock', manifest: 'Gemfile', tool: 'bundle', verbs: ['', 'install'], strict: [] },
  { name: 'composer.lock', manifest: 'composer.json', tool: 'composer', verbs: ['install'], strict: [] },
  {
    name: 'Cargo.lock',
    manifest: 'Cargo.toml',
    tool: 'cargo',
    verbs: ['build', 'fetch', 'test'],
    strict: ['--locked', '--frozen'],
  },
];

/** Tools whose verbs take no names of packages: a word behind them is the value of an option. */
const TAKES_NO_NAMES = new Set(['bundle', 'cargo', 'composer', 'poetry', 'uv']);

/** The command of a RUN that installs what a manifest lists; with a package named, it does something else. */
export function installIn(run: Instruction, { tool, verbs }: Lock): Command | undefined {
  if (run.keyword !== 'RUN') return undefined;
  return eachCommand(run).find(({ name, words }) => {
    if (name !== tool) return false;
    const [verb = '', ...more] = words.slice(1).flatMap(({ text }) => (text.startsWith('-') ? [] : [text]));
    return verbs.includes(verb) && (more.length === 0 || TAKES_NO_NAMES.has(tool));
  });
}

/** The files of the context by their folders: `app` of `app/package.json`; the top is ``. */
export function foldersWith(name: string, files: readonly ContextFile[]): readonly string[] {
  return files.flatMap(({ path, type }) => {
    const slash = path.lastIndexOf('/');
    const isOthers = /(?:^|\/)(?:node_modules|vendor|\.venv)\//.test(path);
    return type === 'file' && !isOthers && path.slice(slash + 1) === name ? [path.slice(0, Math.max(0, slash))] : [];
  });
}

/** What a COPY, ADD or mount takes of the context, without `./`. */
export function takenBy(it: Instruction): readonly string[] {
  if (it.keyword === 'RUN')
    return mountsOf(it).flatMap(({ type, from, source }) => (type === 'bind' && !from ? [tidy(source ?? '')] : []));
  if (it.keyword !== 'COPY' && it.keyword !== 'ADD') return [];
  return it.flags.some(({ name }) => name === 'from') ? [] : it.args.slice(0, -1).map(tidy);
}

/** Whether a source that is taken names an entry itself. */
export function isNamedBy(source: string, path: string): boolean {
  return hasWildcards(source) ? matchWildcard(source, path) === true : source === path;
}

function tidy(source: string): string {
  return source
    .replace(/^(?:\.?\/)+/, '')
    .replace(/\/+$/, '')
    .replace(/^\.$/, '');
}

/** Whether a source may bring a file: itself, a folder above it, or a pattern. */
export function mayBring(source: string, path: string): boolean {
  return source === '' || source === path || path.startsWith(`${source}/`) || /[*?[$]/.test(source);
}

export type { Stage };
