import type { Ports } from '../../domain/index.ts';

const TIMEOUT_MS = 10_000;

/** What git knows of paths; without git, or outside a repository, nothing. */
export interface Kept {
  /** The repository's folder. */
  readonly top: string | null;
  /** Paths that a clone does not have. */
  readonly ignored: ReadonlySet<string>;
}

const UNKNOWN: Kept = { top: null, ignored: new Set() };

/** Asks git which of the paths it ignores. A folder that is itself ignored tells nothing about its content. */
export async function keptBy(
  { processes, signal }: Pick<Ports, 'processes' | 'signal'>,
  folder: string,
  paths: readonly string[],
): Promise<Kept> {
  if (paths.length === 0 || processes.find('git') === null) return UNKNOWN;
  // a repository's own settings must not start programs
  const git = ['git', '-c', 'core.fsmonitor=false', '-C', folder];
  const options = { timeoutMs: TIMEOUT_MS, signal, env: { GIT_DIR: null, GIT_WORK_TREE: null, GIT_INDEX_FILE: null } };
  const root = await processes.run([...git, 'rev-parse', '--show-toplevel'], options);
  const top = root.stdout.replace(/\r?\n$/, '');
  if (root.exitCode !== 0 || top === '') return UNKNOWN;
  const inside = [...new Set([folder, ...paths])].filter((path) => path === top || path.startsWith(`${top}/`));
  const input = inside.map((path) => `${path}\0`).join('');
  const answer = await processes.run([...git, 'check-ignore', '-z', '--stdin'], { ...options, input });
  if (answer.exitCode !== 0 && answer.exitCode !== 1) return { ...UNKNOWN, top };
  const ignored = new Set(answer.stdout.split('\0').filter((path) => path !== ''));
  return ignored.has(folder) ? UNKNOWN : { top, ignored };
}
