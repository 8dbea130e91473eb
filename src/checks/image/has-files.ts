import { defineCheck, type Finding, finding, passUnless, plant, plural, seen, whiteout, z } from '../kit.ts';
import { globs, hide, layerOf, matchesBelow, places, placesIn } from './shared.ts';

export default defineCheck({
  id: 'image/has-files',
  version: 1,
  title: 'Files of these kinds are in the image, below each of these places',
  why: 'An image without sources is only good news when the compiled output is in it.',
  remedy: 'Copy the output of the build stage into the final stage, and check the path that COPY names.',
  references: ['https://docs.docker.com/reference/dockerfile/#copy'],
  reads: ['image.files'],
  params: z.strictObject({
    files: globs()
      .min(1)
      .describe('Kinds of files, like `**/*.js`; a glob without a slash is about names at any depth'),
    under: places().min(1).default(['/']).describe('Folders below each of which they must be'),
    atLeast: z.number().int().min(1).default(1).describe('How many of them, all kinds together, below each place'),
    except: globs().default([]).describe('Files that do not count'),
  }),
  reasons: ['files-missing', 'place-missing'],
  example: {
    image: { layers: [[plant('/app/dist/server.js', { text: 'x', mode: 0o644 })]] },
    params: { files: ['**/*.js'], under: ['/app'] },
  },
  mutants: [],
  mutantsFor: ({ image: { files } }, { files: wanted, under, except }) =>
    placesIn(files, under).flatMap(({ asked, root }) => {
      if (root === null) return [];
      const { hits } = matchesBelow(files, root, wanted, except);
      const isListed = files.some(({ path }) => path === root); // else the folder would go with its last file
      const kept = isListed ? [] : [plant(root, { type: 'directory', mode: 0o755 })];
      const gone = layerOf([...hits.map(({ path }) => whiteout(path)), ...kept]);
      const emptied = {
        level: 'L' as const,
        title: `they are gone from ${asked}`,
        reason: 'files-missing' as const,
        edit: () => gone,
      };
      if (root === '/') return [emptied];
      const edit = () => layerOf([hide(files, asked)]);
      return [emptied, { level: 'L' as const, title: `${asked} is gone`, reason: 'place-missing' as const, edit }];
    }),

  judge: ({ image: { files } }, { files: wanted, under, atLeast, except }) => {
    const looked = placesIn(files, under).map(({ asked, root }) => ({
      asked,
      root,
      hits: root === null ? [] : matchesBelow(files, root, wanted, except).hits,
    }));
    return passUnless(
      looked.flatMap(({ asked, root, hits }): Finding<'files-missing' | 'place-missing'>[] => {
        if (root === null)
          return [finding('place-missing', `there is no folder ${asked} in the image`, seen.path(asked))];
        if (hits.length >= atLeast) return [];
        const message = `below ${asked} ${hits.length === 1 ? 'is' : 'are'} ${plural(hits.length, 'file')} of ${wanted.join(', ')}, wanted at least ${atLeast}`;
        return [finding('files-missing', message, seen.measure(`files below ${asked}`, hits.length, 'count'))];
      }),
      looked.flatMap(({ asked, hits: [first, ...rest] }) => [
        seen.measure(`files below ${asked}`, rest.length + 1, 'count'),
        ...(first ? [seen.file(first)] : []),
      ]),
    );
  },
});
