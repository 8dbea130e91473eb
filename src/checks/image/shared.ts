import type { ImageConfig, ImageFacts, ImageFile, ImageLayer } from '../../domain/index.ts';
import {
  entryInTree,
  findOnPath,
  globSamples,
  isGlob,
  isWithin,
  parentOf,
  pathMatcher,
  resolveInTree,
  type Surroundings,
  treeOf,
  within,
} from '../../formats/index.ts';
import { plant, type PlantedFile, whiteout, z } from '../kit.ts';

export {
  canaryElf,
  filesNamed,
  findProgram,
  followLibraries,
  foreignModules,
  headsOf,
  healthRemedy,
  isWithin,
  lackingVersions,
  lookAtCommand,
  nameOf,
  octal,
  outcomeOf,
  parentOf,
  pathMatcher,
  pythonAmong,
  resolveInTree,
  resolveUser,
  type ResolvedUser,
  runsOn,
  surroundingsOf,
} from '../../formats/index.ts';

const glob = z.string().refine(isGlob, { error: 'is not a glob: write it like `**/*.ts`' });
const place = z
  .string()
  .regex(/^\//, { error: 'must be an absolute path, like `/app`' })
  .transform((path) => path.replace(/(?<=.)\/+$/, ''));

/** A parameter that lists globs. One without a slash is about names at any depth, one with `/` in front about whole paths. */
export const globs = () => z.array(glob);
/** A parameter that lists folders of the image. */
export const places = () => z.array(place);

/** A folder that a criterion names, and where it really is; null = there is no such folder. */
export interface PlaceInImage {
  readonly asked: string;
  readonly root: string | null;
}

export function placesIn(files: readonly ImageFile[], under: readonly string[]): readonly PlaceInImage[] {
  return under.map((asked) => {
    const { path, file } = resolveInTree(files, asked);
    const isThere = file?.type === 'directory' && (path !== '/' || files.length > 0);
    return { asked, root: isThere ? path : null };
  });
}

/** A file that can be read below a place, with the path that it has there. */
export interface FileBelow {
  readonly file: ImageFile;
  /** The root, given or reached by a link, that it was found below. */
  readonly root: string;
}

/** Every file below a folder, links that lead to files and folders elsewhere in the image included; each once. */
export function filesBelow(files: readonly ImageFile[], root: string): readonly FileBelow[] {
  const roots = [root];
  const found = new Map<string, FileBelow>();
  for (let next = 0; next < roots.length; next++) {
    const at = roots[next] ?? root;
    const inside = at === '/' ? at : `${at}/`;
    for (const file of files) {
      if (file.type === 'directory' || !file.path.startsWith(inside) || found.has(file.path)) continue;
      if (file.type !== 'symlink') {
        found.set(file.path, { file, root: at });
        continue;
      }
      const target = resolveInTree(files, file.path).file;
      if (target?.type === 'file') found.set(file.path, { file, root: at });
      // A folder that holds the place itself would bring in the whole image.
      const isNew =
        target?.type === 'directory' && !roots.some((it) => isWithin(it, target.path) || isWithin(target.path, it));
      if (isNew) roots.push(target.path);
    }
  }
  return [...found.values()];
}

/** Files below a place that match; what is excepted is counted apart, because an exception can hide all that matters. */
export function matchesBelow(
  files: readonly ImageFile[],
  root: string,
  wanted: readonly string[],
  except: readonly string[],
): { readonly hits: readonly ImageFile[]; readonly excepted: number; readonly total: number } {
  const isWanted = pathMatcher(wanted);
  const isExcepted = pathMatcher(except);
  const all = filesBelow(files, root);
  const matches = all.filter(({ file, root: at }) => isWanted(file.path, at));
  const hits = matches.filter(({ file, root: at }) => !isExcepted(file.path, at)).map(({ file }) => file);
  return { hits, excepted: matches.length - hits.length, total: all.length };
}

/** Paths at which a file of these kinds may be planted below a place: one per choice of each glob, `folders` deep. */
export function samplePaths(
  root: string,
  wanted: readonly string[],
  folders: readonly string[] = [],
): readonly string[] {
  return wanted
    .flatMap((each) => globSamples(each, folders))
    .map((path) => (path.startsWith('/') ? path : within(root, path)));
}

/** A file planted where its path leads in this image, with the folders that are not there yet. */
export function plantAt(
  files: readonly ImageFile[],
  path: string,
  how: Parameters<typeof plant>[1] = {},
): readonly PlantedFile[] {
  const tree = treeOf(files);
  const real = entryInTree(files, path).path;
  const missing: PlantedFile[] = [];
  for (let above = parentOf(real); tree.get(above)?.type !== 'directory'; above = parentOf(above)) {
    missing.unshift(plant(above, { type: 'directory', mode: 0o755 }));
  }
  return [...missing, plant(real, { mode: 0o644, uid: 0, gid: 0, ...how })];
}

/** The same file with another mode, owner or content; what it says is lost unless given. */
export function again(file: ImageFile, how: Parameters<typeof plant>[1]): PlantedFile {
  const type = file.type === 'directory' ? 'directory' : 'file';
  return plant(file.path, { type, mode: file.mode, uid: file.uid, gid: file.gid, ...how });
}

/** A white-out of what a path names (a link itself, not where it leads); null where there is nothing. */
export function hide(files: readonly ImageFile[], path: string, from = '/'): PlantedFile | null {
  const { path: real, file } = entryInTree(files, path, from);
  return file && real !== '/' ? whiteout(real) : null;
}

/** White-outs of every name under which a program would be found. */
export function hideProgram(files: readonly ImageFile[], name: string, around: Surroundings): readonly PlantedFile[] {
  const entries = findOnPath(files, name, around).map(({ at }) => entryInTree(files, at, around.workingDir).path);
  return [...new Set(entries)].map(whiteout);
}

/** Every file that would run for a name, once. */
export function filesOfProgram(files: readonly ImageFile[], name: string, around: Surroundings): readonly ImageFile[] {
  return [...new Set(findOnPath(files, name, around).map(({ resolved }) => resolved.file))];
}

/** One layer for a mutant; null where there is nothing to put into it. */
export function layerOf(entries: readonly (PlantedFile | null)[]): readonly (readonly PlantedFile[])[] | null {
  const there = entries.filter((it) => it !== null);
  return there.length === 0 ? null : [there];
}

/** How many of the lowest layers are the base image's; 0 where the base is unknown. */
export function baseLayers(base: ImageFacts['base'], layers: readonly Pick<ImageLayer, 'diffId'>[]): number {
  if (!base) return 0;
  const differs = base.diffIds.findIndex((diffId, index) => layers[index]?.diffId !== diffId);
  return differs === -1 ? base.diffIds.length : 0;
}

/** What the engine starts to ask for health: the words of `CMD`, or the image's shell with the text of `CMD-SHELL`. */
export function probeWords({ healthcheck, shell }: Pick<ImageConfig, 'healthcheck' | 'shell'>): readonly string[] {
  const [kind, ...words] = healthcheck?.test ?? [];
  if (kind === 'CMD') return words;
  return kind === 'CMD-SHELL' ? [...(shell ?? ['/bin/sh', '-c']), ...words] : [];
}

/** ` (and 3 more)` behind the last finding that is shown; nothing where no more are there. */
export function andMore(count: number): string {
  return count > 0 ? ` (and ${count} more)` : '';
}
