import { defineCheck, type Evidence, fail, finding, isNonEmpty, pass, plant, seen, whiteout, z } from '../kit.ts';
import { layerOf } from './shared.ts';

const ECOSYSTEMS = ['npm', 'python', 'deb', 'apk'] as const;
type Installed = {
  readonly ecosystem: (typeof ECOSYSTEMS)[number];
  readonly name: string;
  readonly version: string;
  readonly path: string;
};
type Wanted = {
  readonly name: string;
  readonly version?: string | undefined;
  readonly ecosystem?: Installed['ecosystem'] | undefined;
};

export default defineCheck({
  id: 'image/package',
  version: 1,
  title: 'The package is installed in the image, in this version',
  why: 'A tag says what somebody meant to build; the metadata inside says which release is really shipped.',
  remedy: 'Build the image from the release that is meant, and install the package rather than copying its files.',
  references: [
    'https://packaging.python.org/en/latest/specifications/core-metadata/',
    'https://docs.npmjs.com/cli/configuring-npm/package-json',
  ],
  reads: ['image.packages'],
  params: z.strictObject({
    name: z.string().min(1).describe('The name of the package'),
    version: z.string().min(1).optional().describe('The exact version; without it any will do'),
    ecosystem: z.enum(ECOSYSTEMS).optional().describe('Where to look, when the name is in several'),
  }),
  reasons: ['package-missing', 'version-mismatch'],
  example: {
    image: {
      layers: [
        [plant('/app/lib/tmws-2.3.0.dist-info/METADATA', { text: metadata('python', 'tmws', '2.3.0'), mode: 0o644 })],
      ],
    },
    params: { name: 'tmws', version: '2.3.0' },
  },
  mutants: [
    {
      level: 'L',
      title: 'the metadata of the package is gone',
      reason: 'package-missing',
      edit: ({ packages }, wanted) =>
        layerOf([...new Set(namesakes(packages, wanted).map(({ path }) => path))].map(whiteout)),
    },
  ],
  mutantsFor: (_, { version }) => {
    if (version === undefined) return [];
    const other = version === '0.0.1' ? '0.0.2' : '0.0.1';
    return [
      {
        level: 'L',
        title: `the metadata says ${other}`,
        reason: 'version-mismatch',
        edit: ({ packages }, wanted) =>
          layerOf(
            namesakes(packages, wanted).map((it) =>
              plant(it.path, { text: metadata(it.ecosystem, it.name, other), mode: 0o644 }),
            ),
          ),
      },
    ];
  },

  judge: ({ image: { packages } }, wanted) => {
    const found = namesakes(packages, wanted);
    const shown: readonly Evidence[] = found.map((it) => seen.file(it, `${it.ecosystem}: ${it.name} ${it.version}`));
    if (!isNonEmpty(shown)) {
      const looked = seen.measure('packages in the image', packages.length, 'count');
      return fail(finding('package-missing', `${wanted.name} is not installed`, looked));
    }
    if (wanted.version === undefined || found.some(({ version }) => version === wanted.version)) return pass(...shown);
    const versions = [...new Set(found.map(({ version }) => version))].join(', ');
    return fail(
      finding('version-mismatch', `${wanted.name} is installed in ${versions}, wanted ${wanted.version}`, ...shown),
    );
  },
});

function namesakes<T extends Installed>(packages: readonly T[], wanted: Wanted): readonly T[] {
  return packages.filter(
    ({ ecosystem, name }) =>
      (wanted.ecosystem ?? ecosystem) === ecosystem &&
      normalised(ecosystem, name) === normalised(ecosystem, wanted.name),
  );
}

/** PyPI takes `My_Package` and `my-package` for one name. */
function normalised(ecosystem: Installed['ecosystem'], name: string): string {
  return ecosystem === 'python' ? name.toLowerCase().replaceAll(/[-_.]+/g, '-') : name;
}

function metadata(ecosystem: Installed['ecosystem'], name: string, version: string): string {
  return {
    npm: `${JSON.stringify({ name, version })}\n`,
    python: `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n\n`,
    deb: `Package: ${name}\nStatus: install ok installed\nVersion: ${version}\n`,
    apk: `P:${name}\nV:${version}\n`,
  }[ecosystem];
}
