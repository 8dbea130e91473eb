import {
  defineCheck,
  finding,
  type ImageConfig,
  type ImageFile,
  passUnless,
  plant,
  seen,
  whiteout,
  z,
} from '../kit.ts';
import {
  again,
  canaryElf,
  filesNamed,
  filesOfProgram,
  followLibraries,
  globs,
  headsOf,
  hide,
  isWithin,
  layerOf,
  lookAtCommand,
  pathMatcher,
  places,
  placesIn,
  plantAt,
  probeWords,
  pythonAmong,
  resolveInTree,
  surroundingsOf,
} from './shared.ts';
import { environmentsOf, moduleFaults, versionFaults, withNewerCommand } from './linkage-abi.ts';

type Image = Parameters<typeof lookAtCommand>[0] & { readonly config: ImageConfig };
const NO_LOADER = canaryElf(0, { loader: '/lib/tickproof-no-such-loader.so.1' });
const NO_LIBRARY = canaryElf(0, { needed: ['libtickproof-missing.so.1'] });

const inPlaceOfCommand = (text: string) => (image: Image) => {
  const [first = ''] = [...image.config.entrypoint, ...image.config.cmd];
  const files = filesOfProgram(image.files, first, surroundingsOf(image.config, image.accounts));
  return layerOf(files.map((file) => again(file, { text })));
};

export default defineCheck({
  id: 'image/linkage',
  version: 2,
  title: 'Every program that the image starts, and every one of the application, finds its loader and its libraries',
  why: 'A glibc binary copied onto Alpine, or a library left behind in the build stage, ends with `not found` at the first start.',
  remedy:
    'Use the same distribution in the build stage and in the final one, install the missing library there, or link statically.',
  references: [
    'https://man7.org/linux/man-pages/man8/ld.so.8.html',
    'https://wiki.musl-libc.org/functional-differences-from-glibc.html',
  ],
  reads: ['image.config', 'image.accounts', 'image.files', 'image.executables'],
  params: z.strictObject({
    under: places()
      .default([])
      .describe('Folders of the application; by default the working folder, unless that is `/`'),
    except: globs()
      .default(['**/prebuilds/**', '**/*musl*', '**/*musl*/**'])
      .describe(
        'Files of the application that nobody loads here: by default binaries that packages bring for other systems',
      ),
  }),
  reasons: ['loader-missing', 'library-missing', 'abi-mismatch'],
  example: {
    image: {
      config: { entrypoint: ['/app/server'], workingDir: '/app' },
      layers: [
        [
          plant('/app/server', { text: canaryElf(0, { loader: '/lib/ld.so.1', needed: ['libz.so.1'] }), mode: 0o755 }),
          plant('/lib/ld.so.1', { text: canaryElf(0), mode: 0o755 }),
          plant('/lib/libz.so.1', { text: canaryElf(0), mode: 0o644 }),
        ],
      ],
    },
  },
  mutants: [
    {
      level: 'L',
      title: 'a command whose loader is not in the image',
      reason: 'loader-missing',
      edit: inPlaceOfCommand(NO_LOADER),
    },
    {
      level: 'L',
      title: 'a command whose library is not in the image',
      reason: 'library-missing',
      edit: inPlaceOfCommand(NO_LIBRARY),
    },
    {
      // Versions of symbols are marked by numbers that a planted text cannot hold, so the facts are changed instead.
      level: 'J',
      title: 'a command that needs a newer version of a library',
      reason: 'abi-mismatch',
      edit: ({ image }) => withNewerCommand(image),
    },
  ],
  mutantsFor: ({ image }, { under, except }) => {
    const { elves, folders, python } = reachable(image, under, except);
    const [own] = folders;
    const tag = `cpython-${python?.version ?? '3'}0-x86_64-linux-${python?.libc === 'musl' ? 'gnu' : 'musl'}`;
    const loader = elves.find(({ interpreter }) => interpreter !== null)?.interpreter;
    const name = elves.flatMap(({ needed }) => needed).find((it) => !it.includes('/') && !it.startsWith('ld'));
    const roots = placesIn(image.files, placesOf(image, under)).flatMap(({ root }) => root ?? []);
    const withoutLoader = layerOf([loader ? hide(image.files, loader) : null]);
    const withoutLibrary = layerOf(
      name === undefined ? [] : filesNamed(image.files, name).map(({ path }) => whiteout(path)),
    );
    const L = 'L' as const;
    return [
      ...(withoutLoader
        ? [
            {
              level: L,
              title: `the loader ${loader} is gone`,
              reason: 'loader-missing' as const,
              edit: () => withoutLoader,
            },
          ]
        : []),
      ...(withoutLibrary
        ? [
            {
              level: L,
              title: `the library ${name} is gone`,
              reason: 'library-missing' as const,
              edit: () => withoutLibrary,
            },
          ]
        : []),
      ...(python && own !== undefined && (python.libc ?? python.version) !== null
        ? [
            {
              level: L,
              title: `a compiled module for another Python in ${own}`,
              reason: 'abi-mismatch' as const,
              edit: ({ files }: { readonly files: readonly ImageFile[] }) => [
                plantAt(files, `${own}/tickproof_plant.${tag}.so`, { text: canaryElf(0), mode: 0o755 }),
              ],
            },
          ]
        : []),
      ...roots.map((root) => ({
        level: L,
        title: `a module in ${root} whose library is not in the image`,
        reason: 'library-missing' as const,
        edit: ({ files }: { readonly files: readonly ImageFile[] }) => [
          plantAt(files, `${root}/tickproof-plant.so`, { text: NO_LIBRARY, mode: 0o755 }),
        ],
      })),
    ];
  },

  judge: ({ image }, { under, except }) => {
    const { elves, missing, python, folders } = reachable(image, under, except);
    const loaders = elves.filter(
      ({ interpreter }) => interpreter !== null && resolveInTree(image.files, interpreter).file?.type !== 'file',
    );
    return passUnless(
      [
        ...loaders.map((it) =>
          finding(
            'loader-missing',
            `${it.path} needs the loader ${it.interpreter}, which is not in the image`,
            seen.file(it),
          ),
        ),
        ...missing.map(({ elf, name }) =>
          finding('library-missing', `${elf.path} needs ${name}, which is nowhere in the image`, seen.file(elf)),
        ),
        ...elves.flatMap((it) => versionFaults(it, image)),
        ...(python ? moduleFaults(python, folders, image, pathMatcher(except)) : []),
      ],
      elves.length === 0
        ? []
        : [
            seen.measure('programs and libraries followed', elves.length, 'count'),
            ...elves.slice(0, 10).map((it) => seen.file(it)),
          ],
      'neither the command nor the application is a compiled program',
    );
  },
});

function placesOf({ config }: Image, under: readonly string[]): readonly string[] {
  if (under.length > 0) return under;
  return config.workingDir === '' || config.workingDir === '/' ? [] : [config.workingDir];
}

/** Every ELF file that command, health check and application lead to, the libraries that are nowhere, and where Python looks. */
function reachable(image: Image, under: readonly string[], except: readonly string[]) {
  const { files, executables, config } = image;
  const machine = { ...image, architecture: config.architecture };
  const commands = [[...config.entrypoint, ...config.cmd], probeWords(config)];
  const looks = commands.map((words) => lookAtCommand(image, words));
  const started = looks.flatMap(({ programs, around }) =>
    programs.flatMap(({ program }) => headsOf(program, machine, around)),
  );
  const asked = looks.flatMap(({ programs }) =>
    programs.flatMap(({ program }) => (program.status === 'found' ? [program.at] : [])),
  );
  const isExcepted = pathMatcher(except);
  const roots = placesIn(files, placesOf(image, under)).flatMap(({ root }) => root ?? []);
  const own = executables.filter(({ path }) => roots.some((root) => isWithin(root, path) && !isExcepted(path, root)));
  const python = pythonAmong(started);
  const said = config.env.findLast((it) => it.startsWith('PYTHONPATH='))?.slice('PYTHONPATH='.length) ?? '';
  const paths = said.split(':').filter((it) => it.startsWith('/') && it !== '/');
  const environments = environmentsOf(files, [...asked, ...started.flatMap(({ interpreter }) => interpreter ?? [])]);
  const folders = [...new Set([...(python?.folders ?? []), ...environments, ...paths, ...roots])];
  return { ...followLibraries([...started, ...own], files, executables), python, folders };
}
