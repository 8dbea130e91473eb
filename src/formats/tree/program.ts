import type { Accounts, Executable, ImageConfig, ImageFile } from '../../domain/index.ts';
import { barredAt, mayExecute } from './access.ts';
import { resolveInTree, type Resolved } from './resolve.ts';
import { resolveUser } from './user.ts';

/** What a process of the image sees around itself. */
export interface Surroundings {
  readonly path: readonly string[];
  readonly workingDir: string;
  readonly uid: number;
  readonly gids: readonly number[];
}

/** What engines set where an image has no PATH. */
export const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** What the image's own config gives a process; a user who cannot be resolved is taken for root, who may do most. */
export function surroundingsOf(
  config: Pick<ImageConfig, 'env' | 'workingDir' | 'user'>,
  accounts: Accounts,
): Surroundings {
  const path = config.env.findLast((it) => it.startsWith('PATH='))?.slice('PATH='.length) ?? DEFAULT_PATH;
  const workingDir = config.workingDir === '' ? '/' : config.workingDir;
  const user = resolveUser(config.user, accounts);
  const who = user.status === 'known' ? user : { uid: 0, gids: [0] };
  return { path: path.split(':').map((it) => (it === '' ? '.' : it)), workingDir, uid: who.uid, gids: who.gids };
}

export type Program =
  | { readonly status: 'found'; readonly asked: string; readonly at: string; readonly file: ImageFile }
  | { readonly status: 'missing'; readonly asked: string; readonly looked: readonly string[] }
  | {
      readonly status: 'not-executable';
      readonly asked: string;
      readonly at: string;
      readonly file: ImageFile;
      readonly because: string;
    };

/** Every place at which this name would be found, first come first served: the paths that exist and are no folders. */
export function findOnPath(
  files: readonly ImageFile[],
  name: string,
  { path, workingDir }: Pick<Surroundings, 'path' | 'workingDir'>,
): readonly { readonly at: string; readonly resolved: Resolved & { readonly file: ImageFile } }[] {
  return candidates(name, path).flatMap((at) => {
    const { file, ...resolved } = resolveInTree(files, at, workingDir);
    return file && file.type !== 'directory' ? [{ at, resolved: { ...resolved, file } }] : [];
  });
}

/** The paths at which a name is looked for: itself where it has a slash, else one per folder of PATH. */
export function candidates(name: string, path: readonly string[]): readonly string[] {
  if (name === '') return [];
  return name.includes('/')
    ? [name]
    : path.map((folder) => (folder.endsWith('/') ? `${folder}${name}` : `${folder}/${name}`));
}

/** The program that runs for a name: as the runtime looks it up, it passes over what this user may not run. */
export function findProgram(files: readonly ImageFile[], name: string, around: Surroundings): Program {
  const there = findOnPath(files, name, around);
  const judged = there.map(({ at, resolved }) => ({ at, file: resolved.file, because: bar(resolved, around) }));
  const runs = judged.find(({ because }) => because === null);
  if (runs) return { status: 'found', asked: name, at: runs.at, file: runs.file };
  const [barred] = judged;
  if (barred)
    return { status: 'not-executable', asked: name, at: barred.at, file: barred.file, because: barred.because ?? '' };
  return { status: 'missing', asked: name, looked: candidates(name, around.path) };
}

function bar(resolved: Resolved & { readonly file: ImageFile }, { uid, gids }: Surroundings): string | null {
  const folder = barredAt(resolved, uid, gids);
  if (folder) return `user ${uid} may not pass ${folder.path} (mode ${octal(folder.mode)}, owner ${folder.uid})`;
  const { file } = resolved;
  if (file.type !== 'file') return `${file.path} is a ${file.type}`;
  if (mayExecute(file, uid, gids)) return null;
  return `user ${uid} may not execute ${file.path} (mode ${octal(file.mode)}, owner ${file.uid}:${file.gid})`;
}

/** A mode as people write it: `0755`. */
export function octal(mode: number): string {
  return mode.toString(8).padStart(4, '0');
}

const heads = new WeakMap<readonly Executable[], ReadonlyMap<string, Executable>>();

/** What the head of a file says, under whichever of its hard links it was read. */
export function headOf(
  executables: readonly Executable[],
  file: Pick<ImageFile, 'path' | 'hardLinkOf'>,
): Executable | undefined {
  const byPath = heads.get(executables) ?? new Map(executables.map((it) => [it.path, it]));
  heads.set(executables, byPath);
  return byPath.get(file.path) ?? (file.hardLinkOf === undefined ? undefined : byPath.get(file.hardLinkOf));
}
