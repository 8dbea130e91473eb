import type { Executable, ImageFile } from '../../domain/index.ts';
import { runsOn } from './fault.ts';
import { differenceOf } from './likeness.ts';
import { headOf } from './program.ts';
import { resolveInTree } from './resolve.ts';
import { nameOf, parentOf } from './tree.ts';

/** A library that an ELF file needs: where it is, or null where its name stands nowhere in the image. */
export interface NeededLibrary {
  readonly name: string;
  readonly file: ImageFile | null;
}

const STANDARD = /^\/(?:usr\/(?:local\/)?)?lib(?:32|64|x32)?(?:\/[\w.-]+-linux-[\w]+)?$/;
/** musl's loader stands for these itself, and with gcompat for the glibc names of them. */
const PART_OF_MUSL = /^lib(?:c|pthread|rt|m|dl|util|xnet)\.so/;

type ByName = Pick<ReadonlyMap<string, readonly ImageFile[]>, 'get'>;

const byName = new WeakMap<readonly ImageFile[], ByName>();

/** Every path of the image by its last name; folders are not in it. */
export function filesNamed(files: readonly ImageFile[], name: string): readonly ImageFile[] {
  const index = byName.get(files) ?? changedNames(files) ?? indexByName(files);
  byName.set(files, index);
  return index.get(name) ?? [];
}

/** Of a list that was made of another, only names that the difference bears are looked for again. */
function changedNames(files: readonly ImageFile[]): ByName | null {
  const difference = differenceOf(files);
  if (!difference) return null;
  const { from, added, removed } = difference;
  const changed = new Set([...added, ...removed].map(({ path }) => nameOf(path)));
  const isNamed = ({ type, path }: ImageFile, name: string) => type !== 'directory' && path.endsWith(`/${name}`);
  return {
    get: (name) => (changed.has(name) ? files.filter((file) => isNamed(file, name)) : filesNamed(from, name)),
  };
}

function indexByName(files: readonly ImageFile[]): ByName {
  const index = new Map<string, ImageFile[]>();
  for (const file of files) {
    if (file.type === 'directory') continue;
    const name = nameOf(file.path);
    const known = index.get(name);
    if (known) known.push(file);
    else index.set(name, [file]);
  }
  return index;
}

/**
 * The libraries that an ELF file needs. A loader searches RUNPATH, its cache and its own folders; programs also set
 * LD_LIBRARY_PATH or load by full path. So the name counts as found wherever it stands in the image, for this machine:
 * what stands nowhere is surely missing.
 */
export function librariesOf(
  elf: Executable,
  files: readonly ImageFile[],
  executables: readonly Executable[],
): readonly NeededLibrary[] {
  const origin = parentOf(elf.path);
  const folders = elf.runpath.map((it) => it.replaceAll(/\$ORIGIN|\$\{ORIGIN\}/g, origin));
  return elf.needed
    .map((name) => {
      if (name.includes('/')) return { name, file: resolveInTree(files, name).file };
      const there = filesNamed(files, name).flatMap((it) => {
        const { file } = resolveInTree(files, it.path);
        const head = file ? headOf(executables, file) : undefined;
        const fits = file?.type === 'file' && runsOn(head?.architecture ?? null, elf.architecture ?? '');
        return fits ? [{ at: parentOf(it.path), file }] : [];
      });
      const inRunpath = there.find(({ at }) => folders.some((folder) => resolveInTree(files, folder).path === at));
      const best = inRunpath ?? there.find(({ at }) => STANDARD.test(at)) ?? there[0];
      return { name, file: best?.file ?? null };
    })
    .filter(({ name, file }) => file !== null || !isPartOfLoader(name, files));
}

function isPartOfLoader(name: string, files: readonly ImageFile[]): boolean {
  return PART_OF_MUSL.test(name) && filesNamed(files, 'libgcompat.so.0').length > 0;
}

/** Every ELF file that these lead to, themselves first, and the libraries on the way that are nowhere. */
export function followLibraries(
  starts: readonly Executable[],
  files: readonly ImageFile[],
  executables: readonly Executable[],
) {
  const elves = [...new Set(starts.filter(({ kind }) => kind === 'elf'))];
  const known = new Set(elves);
  const missing: { readonly elf: Executable; readonly name: string }[] = [];
  for (const elf of elves) {
    for (const { name, file } of librariesOf(elf, files, executables)) {
      const head = file ? headOf(executables, file) : undefined;
      if (!file) missing.push({ elf, name });
      else if (head?.kind === 'elf' && !known.has(head)) {
        known.add(head);
        elves.push(head); // the loop goes on to it
      }
    }
  }
  return { elves, missing };
}
