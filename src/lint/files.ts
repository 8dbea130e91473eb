import { basename, dirname } from 'node:path';
import { type Files, TickproofError } from '../domain/index.ts';
import { ignoredBelow, type IsIgnored, nothingIgnored } from './ignored.ts';

/** A file that can be linted. */
export interface LintTarget {
  /** As people see it. */
  readonly path: string;
  /** Absolute. */
  readonly file: string;
  readonly kind: 'dockerfile' | 'compose';
  /** The folder that it is built in, where that is plain; null = not known. */
  readonly context: string | null;
}

/** Folders that hold other people's files, or none at all. */
const PASSED_OVER = new Set([
  '.git',
  '.hg',
  '.svn',
  '.tickproof',
  '.venv',
  'venv',
  '.tox',
  '.terraform',
  '__pycache__',
  'node_modules',
  'vendor',
]);
const DOCKERFILE = /^(?:(?:dockerfile|containerfile)(?:\..+)?|.+\.(?:dockerfile|containerfile))$/i;
/** Ignore files, copies, templates, and programs about Dockerfiles. */
const NO_DOCKERFILE = new RegExp(
  `~$|\\.(?:${[
    'dockerignore|containerignore|bak|orig|rej|swp|tmpl|tpl|j2|jinja2?|erb|template|in|hbs|mustache|ejs',
    'ts|tsx|mts|cts|js|jsx|mjs|cjs|go|py|pyi|rb|rs|java|kt|c|h|cc|cpp|cs|php|swift|lua|ex|exs|scala|sh|bash|ps1|vim|el',
    'md|rst|adoc|txt|html|css|svg|png|json|ya?ml|toml|xml|lock|snap|log|out|pdf|sum|sig|sha256',
  ].join('|')})$`,
  'i',
);
const COMPOSE = /^(?:docker-)?compose(?:[.-][\w.-]+)?\.ya?ml$/i;
const DEEPEST = 64;

/**
 * What a path holds that can be linted: a file as it is named, a folder by its files' names, less what its ignore files leave
 * out. Throws where there is nothing.
 */
export function targetsIn(files: Files, cwd: string, paths: readonly string[]): readonly LintTarget[] {
  const found = new Map<string, LintTarget>();
  for (const path of paths) {
    const file = files.resolve(cwd, path);
    const type = followed(files, file);
    if (type === null)
      throw new TickproofError('target-not-found', `there is no ${path}`, {
        remedy: 'Name a file or a folder that is there.',
      });
    const targets =
      type === 'directory'
        ? targetsBelow(files, file, shownBelow(path), 0, nothingIgnored)
        : [named(files, file, path)];
    for (const target of targets) if (!found.has(target.file)) found.set(target.file, target);
  }
  return [...found.values()];
}

/** The kind that a name tells; anything else that is named is taken for a Dockerfile. */
export function kindOf(name: string): 'dockerfile' | 'compose' | null {
  if (COMPOSE.test(name)) return 'compose';
  return DOCKERFILE.test(name) && !NO_DOCKERFILE.test(name) ? 'dockerfile' : null;
}

/** The kind of a file that is read whatever its name: a name that tells none leaves it to the text. */
export function kindBy(name: string, text: string): 'dockerfile' | 'compose' {
  return kindOf(name) ?? (/\.ya?ml$/i.test(name) || isComposeText(text) ? 'compose' : 'dockerfile');
}

const BLANK = /^(?:[ \t]*(?:#.*)?\r?\n)*/;
const MOST_BLANK = 100_000;
const FIRST_OF_COMPOSE =
  /^(?:---|%YAML|(["']?)(?:version|name|services|include|networks|volumes|configs|secrets|models|x-[\w.-]+)\1[ \t]*:|\{\s*["']?\w)/;

/** Whether a text without a name is clearly a compose file: it begins as no Dockerfile can, and has services. */
export function isComposeText(text: string): boolean {
  const start = text
    .slice(0, MOST_BLANK)
    .replace(/^\ufeff/, '')
    .replace(BLANK, '');
  if (!FIRST_OF_COMPOSE.test(start)) return false;
  return start.startsWith('{') ? /services["']?[ \t]*:/.test(text) : /^(["']?)services\1[ \t]*:/m.test(text);
}

function followed(files: Files, path: string): string | null {
  const stat = files.stat(path);
  if (stat?.type !== 'symlink') return stat?.type ?? null;
  return files.list(path) === null ? 'file' : 'directory';
}

function named(files: Files, file: string, path: string): LintTarget {
  return { path, file, kind: kindBy(basename(file), ''), context: contextOf(files, file, false) };
}

/** A folder with an ignore file is built in; so is one that was named and has its Dockerfile at the top. */
function contextOf(files: Files, file: string, isTop: boolean): string | null {
  const folder = dirname(file);
  const has = (path: string) => files.stat(path) !== null;
  return isTop || has(`${file}.dockerignore`) || has(files.resolve(folder, '.dockerignore')) ? folder : null;
}

const shownBelow = (path: string): string => (path === '.' || path === './' ? '' : `${path.replace(/\/+$/, '')}/`);

function targetsBelow(files: Files, folder: string, shown: string, depth: number, above: IsIgnored): LintTarget[] {
  const ignores = ignoredBelow(files, folder, above);
  const entries = (files.list(folder) ?? []).filter(({ name }) => !ignores(files.resolve(folder, name)));
  const own = entries.flatMap(({ name, type }): LintTarget[] => {
    const kind = type === 'file' || type === 'symlink' ? kindOf(name) : null; // a pipe would be waited for
    if (kind === null) return [];
    const file = files.resolve(folder, name);
    const isTop = depth === 0 && /^(?:dockerfile|containerfile)$/i.test(name);
    return [{ path: `${shown}${name}`, file, kind, context: contextOf(files, file, isTop) }];
  });
  if (depth >= DEEPEST) return own;
  const inner = entries
    .filter(({ name, type }) => type === 'directory' && !PASSED_OVER.has(name))
    .flatMap(({ name }) => targetsBelow(files, files.resolve(folder, name), `${shown}${name}/`, depth + 1, ignores));
  return [...own, ...inner];
}
