import type { Executable, ImageFacts } from '../../domain/index.ts';
import { finding, type ImageFile, seen } from '../kit.ts';
import {
  filesNamed,
  filesOfProgram,
  foreignModules,
  lackingVersions,
  nameOf,
  parentOf,
  type pathMatcher,
  type pythonAmong,
  surroundingsOf,
} from './shared.ts';

/** What an ELF file needs of libraries that are there, in a version that they do not have. */
export function versionFaults(elf: Executable, { files, executables }: Pick<ImageFacts, 'files' | 'executables'>) {
  return lackingVersions(elf, files, executables).map(({ version, library, newest }) =>
    finding(
      'abi-mismatch',
      `${elf.path} needs ${version} of ${nameOf(library.path)}, which ${newest === null ? 'does not have it' : `goes up to ${newest}`}`,
      seen.file(elf),
      seen.file(library),
    ),
  );
}

const SHOWN_MODULES = 10;

/** One finding for all modules of one kind: a whole folder of packages is at fault, not each of them. */
export function moduleFaults(
  python: NonNullable<ReturnType<typeof pythonAmong>>,
  folders: readonly string[],
  { files, executables }: Pick<ImageFacts, 'files' | 'executables'>,
  isExcepted: ReturnType<typeof pathMatcher>,
) {
  const foreign = foreignModules(python, folders, files, executables).filter(
    // By default what is named after musl is left out: on a Python of glibc just these names are at fault.
    ({ file, tag }) => /musl/.test(tag) || !folders.some((folder) => isExcepted(file.path, folder)),
  );
  return [...new Set(foreign.map(({ tag }) => tag))].flatMap((tag) => {
    const [first, ...more] = foreign.filter((it) => it.tag === tag).map(({ file }) => file);
    if (!first) return [];
    const rest = more.length === 0 ? '' : ` and ${more.length} more`;
    const message = `${first.path}${rest}: made for ${tag}, which ${python.elf.path} does not load`;
    return [
      finding(
        'abi-mismatch',
        message,
        seen.file(first),
        ...more.slice(0, SHOWN_MODULES).map((it) => seen.file(it)),
        seen.file(python.elf),
      ),
    ];
  });
}

/** The facts with a command that needs a version of a library that is there without it. */
export function withNewerCommand(image: ImageFacts): { readonly image: ImageFacts } | null {
  const [first = ''] = [...image.config.entrypoint, ...image.config.cmd];
  const [command] = filesOfProgram(image.files, first, surroundingsOf(image.config, image.accounts));
  if (!command) return null;
  const library = { ...command, path: '/usr/lib/libtickproof-old.so.1', type: 'file' as const };
  const head = { kind: 'elf', architecture: null, interpreter: null, runpath: [], layer: command.layer } as const;
  const executables = [
    ...image.executables.filter(({ path }) => path !== command.path),
    { ...head, path: command.path, needed: [nameOf(library.path)], requires: [`${nameOf(library.path)} TICKPROOF_2`] },
    { ...head, path: library.path, needed: [], provides: ['TICKPROOF_1'] },
  ];
  return { image: { ...image, files: [...image.files, library], executables } };
}

/** Virtual environments that one of these programs is started from. */
export function environmentsOf(files: readonly ImageFile[], programs: readonly string[]): readonly string[] {
  const homes = filesNamed(files, 'pyvenv.cfg').map(({ path }) => parentOf(path));
  return homes.filter((home) => programs.some((path) => path.startsWith(`${home}/bin/`)));
}
