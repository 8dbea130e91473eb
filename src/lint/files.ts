import { basename, dirname } from 'node:path';
import { type Files, TickproofError } from '../domain/index.ts';
import { orTold, type Tell } from './files-unread.ts';
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
 * out; what cannot be read is told. Throws where there is nothing.
 */
export function targetsIn(files: Files, cwd: string, paths: readonly string[], tell: Tell): readonly LintTarget[] {
  const found = new Map<string, LintTarget>();
  for (const path of paths)
    for (const target of orTold(tell, () => targetsAt(files, cwd, path, tell), []))
      if (!found.has(target.file)) found.set(target.file, target);
  return [...found.values()];
}

function targetsAt(files: Files, cwd: string, path: string, tell: Tell): readonly LintTarget[] {
  const file = files.resolve(cwd, path);
  const stat = files.stat(file);
  if (stat === null)
    throw new TickproofError('target-not-found', `there is no ${path}`, {
      remedy: 'Name a file or a folder that is there.',
    });
  const isFolder = stat.type === 'directory' || (stat.type === 'symlink' && isLinkToFolder(files, file));
  if (!isFolder) return [{ path, file, kind: kindBy(basename(file), ''), context: contextOf(files, file, false) }];
  return targetsBelow({ files, tell }, file, shownBelow(path), 0, nothingIgnored);
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

/** A link that leads nowhere leads to no folder: whoever reads it says why. */
function isLinkToFolder(files: Files, link: string): boolean {
  return orTold(
    () => {},
    () => files.list(link) !== null,
    false,
  );
}

/** A folder with an ignore file is built in; so is one that was named and has its Dockerfile at the top. */
function contextOf(files: Files, file: string, isTop: boolean): string | null {
  const folder = dirname(file);
  const has = (path: string) => files.stat(path) !== null;
  return isTop || has(`${file}.dockerignore`) || has(files.resolve(folder, '.dockerignore')) ? folder : null;
}

const shownBelow = (path: string): string => (path === '.' || path === './' ? '' : `${path.replace(/\/+$/, '')}/`);

interface Walk {
  readonly files: Files;
  readonly tell: Tell;
}

function targetsBelow(walk: Walk, folder: string, shown: string, depth: number, above: IsIgnored): LintTarget[] {
  const { files, tell } = walk;
  const ignores = orTold(tell, () => ignoredBelow(files, folder, above), above);
  const listed = orTold(tell, () => files.list(folder), null) ?? [];
  const entries = listed.filter(({ name }) => !ignores(files.resolve(folder, name)));
  const own = entries.flatMap(({ name, type }): LintTarget[] => {
    const kind = type === 'file' || type === 'symlink' ? kindOf(name) : null; // a pipe would be waited for
    if (kind === null) return [];
    const file = files.resolve(folder, name);
    if (type === 'symlink' && isLinkToFolder(files, file)) return [];
    const isTop = depth === 0 && /^(?:dockerfile|containerfile)$/i.test(name);
    const context = orTold(tell, () => contextOf(files, file, isTop), null);
    return [{ path: `${shown}${name}`, file, kind, context }];
  });
  if (depth >= DEEPEST) return own;
  const inner = entries
    .filter(({ name, type }) => type === 'directory' && !PASSED_OVER.has(name))
    .flatMap(({ name }) => targetsBelow(walk, files.resolve(folder, name), `${shown}${name}/`, depth + 1, ignores));
  return [...own, ...inner];
}
