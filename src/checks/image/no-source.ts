import { defineCheck, finding, type ImageFile, passUnless, plant, plural, seen, z } from '../kit.ts';
import {
  andMore,
  globs,
  hide,
  isWithin,
  layerOf,
  matchesBelow,
  nameOf,
  parentOf,
  pathMatcher,
  placesIn,
  places,
  plantAt,
  samplePaths,
} from './shared.ts';

const MOST_FINDINGS = 50;
/** Folders that searches like to skip; a leak in one of them is a leak. */
const OFTEN_SKIPPED = /^(?:node_modules|site-packages|dist-packages|vendor|dist|build|lib)$/;

export default defineCheck({
  id: 'image/no-source',
  version: 1,
  title: 'No source file of these kinds is readable below these places',
  why: 'Whoever can pull the image can read all of it; a search that skips one folder proves nothing about that folder.',
  remedy: 'Copy only the compiled output into the final stage, and delete sources in the stage that compiles them.',
  references: [
    'https://docs.docker.com/build/building/multi-stage/',
    'https://docs.docker.com/build/concepts/context/#dockerignore-files',
  ],
  aliases: ['R-P0-1'],
  reads: ['image.files'],
  params: z.strictObject({
    files: globs()
      .min(1)
      .describe('Kinds of source files, like `**/*.ts`; a glob without a slash is about names at any depth'),
    under: places().min(1).default(['/']).describe('Folders that must exist and hold none of them, at any depth'),
    except: globs()
      .default([])
      .describe(
        'Files that may stay, by name or kind. Where a whole folder is excepted that holds such files, nothing was searched there, and the criterion is vacuous',
      ),
  }),
  reasons: ['source-found', 'place-missing'],
  example: {
    image: { layers: [[plant('/app/dist/server.js', { text: 'x', mode: 0o644 })]] },
    params: { files: ['**/*.ts', '*.{map,tsx}'], under: ['/app'] },
  },
  mutants: [],
  mutantsFor: ({ image: { files } }, { files: wanted, under, except }) =>
    placesIn(files, under).flatMap(({ asked, root }) => {
      if (root === null) return [];
      const planted = (path: string, title: string) => ({
        level: 'L' as const,
        title,
        reason: 'source-found' as const,
        edit: ({ files: now }: { readonly files: readonly ImageFile[] }) => [
          plantAt(now, path, { text: 'export {};\n' }),
        ],
      });
      const plants = [
        ...plantPaths(files, root, wanted, except).map((path) => planted(path, `a source file planted at ${path}`)),
        ...hiddenPaths(files, root, wanted, except).map((path) =>
          planted(path, `a source file planted at ${path}, beside one that \`except\` passes over`),
        ),
      ];
      if (root === '/') return plants;
      const edit = () => layerOf([hide(files, asked)]);
      return [...plants, { level: 'L' as const, title: `${asked} is gone`, reason: 'place-missing' as const, edit }];
    }),

  judge: ({ image: { files } }, { files: wanted, under, except }) => {
    const all = placesIn(files, under);
    const missing = all.filter(({ root }) => root === null);
    const looked = all.flatMap(({ asked, root }) =>
      root === null ? [] : [{ asked, ...matchesBelow(files, root, wanted, except) }],
    );
    const sources = [...new Set(looked.flatMap(({ hits }) => hits))];
    return passUnless(
      [
        ...missing.map(({ asked }) =>
          finding('place-missing', `there is no folder ${asked} in the image`, seen.path(asked)),
        ),
        ...sources.slice(0, MOST_FINDINGS).map((file, index) => {
          const more = index === MOST_FINDINGS - 1 ? andMore(sources.length - MOST_FINDINGS) : '';
          return finding(
            'source-found',
            `${file.path} can be read${more}`,
            seen.file(file, plural(file.sizeBytes, 'byte')),
          );
        }),
      ],
      looked.every(({ total }) => total === 0)
        ? []
        : looked.flatMap(({ asked, total, excepted }) => [
            seen.measure(`files looked at below ${asked}`, total, 'count'),
            ...(excepted === 0
              ? []
              : [seen.measure(`source files below ${asked} that the criterion excepts`, excepted, 'count')]),
          ]),
      'the places hold no files at all',
    );
  },
});

/**
 * One path per kind beside a file that each exception hides. An exception of named files or of a kind leaves it to be found;
 * one that closes a whole folder to the search does not, and its mutant survives to say so.
 */
function hiddenPaths(
  files: readonly ImageFile[],
  root: string,
  wanted: readonly string[],
  except: readonly string[],
): readonly string[] {
  if (except.length === 0) return [];
  const { hits } = matchesBelow(files, root, wanted, []);
  const paths = except.flatMap((glob) => {
    const isHidden = pathMatcher([glob]);
    const hidden = hits.find(({ path }) => isWithin(root, path) && isHidden(path, root));
    if (!hidden) return [];
    const folder = parentOf(hidden.path);
    const below = folder.slice(root.length).split('/').filter(Boolean);
    return samplePaths(root, wanted, below).filter((path) => isWithin(folder, path));
  });
  return [...new Set(paths)];
}

/** One path per kind: at once below the place, deep, and inside a folder that searches like to skip. */
function plantPaths(
  files: readonly ImageFile[],
  root: string,
  wanted: readonly string[],
  except: readonly string[],
): readonly string[] {
  const skipped = files.find(
    ({ path, type }) =>
      type === 'directory' && path !== root && isWithin(root, path) && OFTEN_SKIPPED.test(nameOf(path)),
  );
  const nested = skipped ? skipped.path.slice(root === '/' ? 1 : root.length + 1).split('/') : ['node_modules'];
  const depths = [[], ['tickproof', 'a', 'b'], [...nested, 'tickproof']];
  const all = [...new Set(depths.flatMap((folders) => samplePaths(root, wanted, folders)))].filter((path) =>
    isWithin(root, path),
  );
  const isExcepted = pathMatcher(except);
  const covered = all.filter((path) => !isExcepted(path, root));
  return covered.length > 0 ? covered : all; // when nothing can be found any more, the mutants must survive to say so
}
