import type { Executable, ImageFile } from '../../domain/index.ts';
import { isNewer } from '../elf/index.ts';
import { runsOn } from './fault.ts';
import { filesNamed } from './libraries.ts';
import { headOf } from './program.ts';
import { resolveInTree } from './resolve.ts';
import { isWithin, nameOf, parentOf, treeOf } from './tree.ts';

/** A version of symbols that no library of its name in the image has. */
export interface LackingVersion {
  readonly elf: Executable;
  readonly version: string;
  readonly library: ImageFile;
  /** The newest that the library has of the same family: `GLIBC_2.36`; null where it has none. */
  readonly newest: string | null;
}

/**
 * Versions of symbols without which the loader refuses a file. Which of several libraries of one name is loaded is decided
 * when it runs: what none of them has is surely lacking. Libraries without versions, as those of musl, are taken by any name.
 */
export function lackingVersions(
  elf: Executable,
  files: readonly ImageFile[],
  executables: readonly Executable[],
): readonly LackingVersion[] {
  return (elf.requires ?? []).flatMap((required) => {
    const [name = '', version = ''] = required.split(' ');
    const there = filesNamed(files, name).flatMap(({ path }) => {
      const { file } = resolveInTree(files, path);
      const head = file ? headOf(executables, file) : undefined;
      return file && head && runsOn(head.architecture, elf.architecture ?? '') ? [{ file, head }] : [];
    });
    const [first] = there;
    if (!first || there.some(({ head }) => !head.provides || head.provides.includes(version))) return [];
    return [
      {
        elf,
        version,
        library: first.file,
        newest: newestLike(
          version,
          there.flatMap(({ head }) => head.provides ?? []),
        ),
      },
    ];
  });
}

function newestLike(version: string, provided: readonly string[]): string | null {
  const series = version.slice(0, version.lastIndexOf('_') + 1);
  const alike = provided.filter((it) => it.startsWith(series) && /^[\d.]+$/.test(it.slice(series.length)));
  return alike.reduce<string | null>((best, it) => (best === null || isNewer(it, best) ? it : best), null);
}

/** A Python that is started here: what its compiled modules are called, as far as that is certain. */
export interface PythonSeen {
  readonly elf: Executable;
  /** `311`; null where the name of the program does not tell. */
  readonly version: string | null;
  readonly libc: 'gnu' | 'musl' | null;
  /** Where it looks for packages. */
  readonly folders: readonly string[];
}

const PYTHON = /^python(?:3(?:\.(\d+))?)?$/;

/** The Python among programs that are started, told by the name of its real file and by its loader. */
export function pythonAmong(elves: readonly Executable[]): PythonSeen | null {
  const elf = elves.find(({ path, kind }) => kind === 'elf' && PYTHON.test(nameOf(path)));
  if (!elf) return null;
  const minor = PYTHON.exec(nameOf(elf.path))?.[1] ?? null;
  const libc = elf.interpreter === null ? null : nameOf(elf.interpreter).startsWith('ld-musl') ? 'musl' : 'gnu';
  const prefix = parentOf(parentOf(elf.path));
  const prefixes = new Set([prefix === '/' ? '' : prefix, '/usr/local']);
  const folders = minor === null ? [] : [...prefixes].map((it) => `${it}/lib/python3.${minor}`);
  return { elf, version: minor === null ? null : `3${minor}`, libc, folders };
}

/** A compiled module that this Python cannot load: it is for another Python, or another C library. */
export interface ForeignModule {
  readonly file: ImageFile;
  /** What says so: the tag in its name, or the C library that it needs. */
  readonly tag: string;
}

const MODULE = /^(.+?)\.(cpython-(\d+)-[\w]+-linux-(gnu|musl)\w*)\.so$/;

/** The names of a C library that is nowhere in the image. */
function libcNotHere({ libc }: PythonSeen, files: readonly ImageFile[]): RegExp | null {
  if (libc === null) return null;
  const there = libc === 'musl' ? [...filesNamed(files, 'libc.so.6'), ...filesNamed(files, 'libgcompat.so.0')] : [];
  return there.length > 0 ? null : libc === 'musl' ? /^libc\.so\.6$/ : /^libc\.musl-\w+\.so\.1$/;
}

/** Compiled modules below these folders that this Python passes over, and that no other file of their name stands in for. */
export function foreignModules(
  python: PythonSeen,
  folders: readonly string[],
  files: readonly ImageFile[],
  executables: readonly Executable[],
): readonly ForeignModule[] {
  const tree = treeOf(files);
  const foreignLibc = libcNotHere(python, files);
  return files.flatMap((file) => {
    if (!file.path.endsWith('.so') || !folders.some((folder) => isWithin(folder, file.path))) return [];
    const [, name, tag, version, libc] = MODULE.exec(nameOf(file.path)) ?? [];
    if (name === undefined || tag === undefined) {
      const needed = foreignLibc && headOf(executables, file)?.needed.find((it) => foreignLibc.test(it));
      return needed ? [{ file, tag: needed }] : []; // the stable interface has one name for all C libraries
    }
    const isOther =
      (python.version !== null && version !== python.version) || (python.libc !== null && libc !== python.libc);
    if (!isOther) return [];
    const stem = `${parentOf(file.path)}/${name}`;
    const [own, machine] = [python.version ?? version, tag.split('-')[2]];
    const standIns = [
      'so',
      'abi3.so',
      'py',
      ...['gnu', 'musl']
        .filter((it) => python.libc === null || it === python.libc)
        .map((it) => `cpython-${own}-${machine}-linux-${it}.so`),
    ];
    return standIns.some((ending) => tree.has(`${stem}.${ending}`)) ? [] : [{ file, tag }];
  });
}
