import { defineCheck, finding, type ImageFile, inapplicable, passUnless, plant, seen, z } from '../kit.ts';
import { globs, isWithin, pathMatcher, places, plantAt } from './shared.ts';

const THIRD_PARTY = ['**/node_modules/**', '**/site-packages/**', '**/dist-packages/**'];
const MAP = JSON.stringify({
  version: 3,
  sources: ['plant.ts'],
  sourcesContent: ['export const planted = 1;\n'],
  mappings: 'AAAA',
});
const INLINE = `0;\n//# sourceMappingURL=data:application/json;base64,${btoa(MAP)}\n`;

export default defineCheck({
  id: 'image/no-source-maps',
  version: 1,
  title: 'No source map in the image carries its sources',
  why: 'A map with `sourcesContent` is the whole source code beside the minified one, comments included.',
  remedy:
    'Build without maps, or with maps that only name their sources, and keep the full ones where errors are analysed.',
  references: ['https://tc39.es/ecma426/', 'https://www.typescriptlang.org/tsconfig/#inlineSources'],
  reads: ['image.sourceMaps', 'image.files'],
  params: z.strictObject({
    under: places().default([]).describe('Folders to look below; none = the whole image'),
    except: globs().default(THIRD_PARTY).describe('Maps that may stay: those of published packages by default'),
  }),
  reasons: ['source-map'],
  example: { image: { layers: [[plant('/app/server.js', { text: '0;\n', mode: 0o644 })]] } },
  mutants: [
    {
      level: 'L',
      title: 'a map with its sources',
      reason: 'source-map',
      edit: ({ files }, { under: [first = '/tickproof-plant'] }) => [
        plantAt(files, `${first}/plant.js.map`, { text: MAP }),
      ],
    },
    {
      level: 'L',
      title: 'an inline map',
      reason: 'source-map',
      edit: ({ files }, { under: [first = '/tickproof-plant'] }) => [
        plantAt(files, `${first}/plant.js`, { text: INLINE }),
      ],
    },
  ],
  mutantsFor: (_, { under }) =>
    under.slice(1).map((place) => ({
      level: 'L' as const,
      title: `a map with its sources in ${place}`,
      reason: 'source-map' as const,
      edit: ({ files }: { readonly files: readonly ImageFile[] }) => [
        plantAt(files, `${place}/deep/plant.js.map`, { text: MAP }),
      ],
    })),

  judge: ({ image: { sourceMaps, files } }, { under, except }) => {
    if (files.length === 0) return inapplicable('the image holds no files');
    const isExcepted = pathMatcher(except);
    const inPlace = sourceMaps.filter(({ path }) => under.length === 0 || under.some((place) => isWithin(place, path)));
    const maps = inPlace.filter(({ path }) => !isExcepted(path, '/'));
    return passUnless(
      maps.map((map) =>
        finding(
          'source-map',
          `${map.path} carries ${map.sources} source files${map.inline ? ' in an inline map' : ''}`,
          seen.file(map),
        ),
      ),
      [
        seen.measure('files looked at', files.length, 'count'),
        seen.measure('maps with sources that are excepted', inPlace.length - maps.length, 'count'),
      ],
    );
  },
});
