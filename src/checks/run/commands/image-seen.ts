import type { Facts, ImageFile } from '../../../domain/index.ts';
import {
  DEFAULT_PATH,
  entryInTree,
  globSamples,
  globToRegExp,
  isGlob,
  isWithin,
  parentOf,
  resolveInTree,
  treeOf,
  within,
} from '../../../formats/index.ts';

/** What a command finds in its image, from the folder that it stands in. */
export interface ImageSeen {
  readonly files: readonly ImageFile[];
  readonly env: Readonly<Record<string, string>>;
  readonly user: string;
  readonly workdir: string;
  /** Folders that the engine makes where they are missing. */
  readonly made: readonly string[];
  readonly at: (folder: string) => ImageSeen;
  /** The path of what is there, links before its last name followed; null where nothing is, or nothing that a layer could take away. */
  readonly there: (path: string) => ImageFile | null;
  /** Absolute, links before the last name followed, whether something is there or not. */
  readonly placeOf: (path: string) => string;
  /** The folder that a path leads to, links followed; null where there is none. */
  readonly folder: (path: string) => string | null;
  readonly matching: (glob: string) => readonly ImageFile[];
  /** Where programs of that name stand on PATH. */
  readonly programs: (name: string) => readonly string[];
  /** Folders that programs are looked for in. */
  readonly path: readonly string[];
}

const MADE_BY_THE_ENGINE = ['/dev', '/proc', '/sys', '/etc/hosts', '/etc/hostname', '/etc/resolv.conf'];

/** Whether a layer's word counts there: the engine lays its own over some places. */
export function isOfTheImage(path: string): boolean {
  return path !== '/' && !MADE_BY_THE_ENGINE.some((folder) => isWithin(folder, path));
}

export function imageSeen({ files, config }: Pick<Facts['image'], 'files' | 'config'>): ImageSeen {
  const env = Object.fromEntries(
    config.env.flatMap((entry) => {
      const cut = entry.indexOf('=');
      return cut > 0 ? [[entry.slice(0, cut), entry.slice(cut + 1)]] : [];
    }),
  );
  const path = (env['PATH'] ?? DEFAULT_PATH).split(':').filter((folder) => folder.startsWith('/'));
  const made = [config.workingDir, ...config.volumes];
  const all = [...treeOf(files).values()]; // folders that no layer lists, too
  return seenFrom(all, { env, user: config.user, path, made }, config.workingDir || '/');
}

function seenFrom(
  files: readonly ImageFile[],
  fixed: Pick<ImageSeen, 'env' | 'user' | 'path' | 'made'>,
  workdir: string,
): ImageSeen {
  const there = (path: string) => {
    const { file } = entryInTree(files, path, workdir);
    return file && isOfTheImage(file.path) ? file : null;
  };
  const folder = (path: string) => {
    const { file } = resolveInTree(files, path, workdir);
    return file?.type === 'directory' ? file.path : null;
  };
  return {
    files,
    ...fixed,
    workdir,
    at: (to) => seenFrom(files, fixed, folder(to) ?? workdir),
    there,
    placeOf: (path) => entryInTree(files, path, workdir).path,
    folder,
    matching: (glob) => matching(files, glob, workdir),
    programs: (name) => [...new Set(fixed.path.flatMap((it) => there(within(it, name))?.path ?? []))],
  };
}

function matching(files: readonly ImageFile[], glob: string, workdir: string): readonly ImageFile[] {
  const whole = (glob.startsWith('/') ? glob : within(workdir, glob.replace(/^\.\//, ''))).replaceAll('{', '\\{');
  if (!isFollowed(glob) || glob.includes('**') || !isGlob(whole)) return [];
  const regExp = globToRegExp(whole);
  return files.filter(({ path }) => regExp.test(path) && isOfTheImage(path));
}

/** A path that a glob finds; null where it is none, or too much to follow. */
export function sampleOf(glob: string): string | null {
  const [sample = null] = isFollowed(glob) && isGlob(glob) ? globSamples(glob) : [];
  return sample;
}

function isFollowed(glob: string): boolean {
  return glob.length <= 200 && glob.split('*').length <= 8;
}

/** The nearest folder above a path that is there. */
export function nearestFolder(files: readonly ImageFile[], path: string): string {
  const tree = treeOf(files);
  let at = parentOf(path);
  while (at !== '/' && tree.get(at)?.type !== 'directory') at = parentOf(at);
  return at;
}
