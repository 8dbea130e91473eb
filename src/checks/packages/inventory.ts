import type { Facts, Package } from '../../domain/index.ts';
import {
  defineCheck,
  type Evidence,
  type Finding,
  finding,
  humanize,
  inapplicable,
  type ImageFile,
  passUnless,
  plant,
  plural,
  seen,
} from '../kit.ts';
import { CANARY, canaries, layersTable, typesTable } from './shared.ts';

type Reason = 'unreadable' | 'unlisted' | 'canary';

/** Where package managers of distributions keep what they know. */
const DATABASE =
  /^\/(?:var\/lib\/dpkg\/status|var\/lib\/dpkg\/status\.d\/[\w.+-]+|(?:usr\/)?lib\/apk\/db\/installed|(?:var\/lib|usr\/lib\/sysimage|usr\/share)\/rpm\/(?:rpmdb\.sqlite|Packages|Packages\.db)|(?:usr|var)\/lib\/opkg\/status|var\/lib\/pacman\/local\/[^/]+\/desc|var\/lib\/chisel\/manifest\.wall)$/;
const BESIDE = /\.(?:md5sums|list|conffiles|preinst|postinst|prerm|postrm)$/;
const SHOWN = 15;

export default defineCheck({
  id: 'packages/inventory',
  version: 1,
  title: 'Every package database in the image is read, and its packages are listed',
  why: 'What is not listed is neither updated nor looked for in advisories: an inventory with a hole looks like a clean one.',
  remedy:
    'Mend or remove the database that is named; hand the list on with `tickproof inspect packages IMAGE --sbom cyclonedx`.',
  references: ['https://cyclonedx.org/docs/1.6/json/', 'https://spdx.github.io/spdx-spec/v2.3/'],
  reads: ['packages.installed', 'packages.sources', 'image.files'],
  reasons: ['unreadable', 'unlisted', 'canary'],
  example: {
    image: {
      layers: [
        [
          plant('/etc/os-release', { text: 'ID=debian\nVERSION_ID="12"\n' }),
          plant('/var/lib/dpkg/status', {
            text: 'Package: base-files\nStatus: install ok installed\nArchitecture: amd64\nVersion: 12.4\n\n',
          }),
          plant('/app/node_modules/greeting/package.json', { text: '{"name":"greeting","version":"1.0.0"}' }),
        ],
      ],
    },
  },
  mutants: [
    ...Object.entries(canaries).map(([type, files]) => ({
      level: 'L' as const,
      title: `a package that is named ${CANARY}, as ${type} installs it`,
      reason: 'canary' as const,
      edit: () => [files('MIT')],
    })),
    {
      level: 'L',
      title: `a database of dpkg that names ${CANARY}`,
      reason: 'canary',
      edit: () => [
        [
          plant('/var/lib/dpkg/status', {
            text: `Package: ${CANARY}\nStatus: install ok installed\nArchitecture: all\nVersion: 1.0.0\n\n`,
          }),
        ],
      ],
    },
    {
      level: 'L',
      title: 'metadata that cannot be read',
      reason: 'unreadable',
      edit: () => [[plant(`/opt/tickproof/node_modules/${CANARY}/package.json`, { text: '{' })]],
    },
    {
      level: 'L',
      title: 'a database out of which no package is read',
      reason: 'unlisted',
      edit: () => [[plant('/var/lib/dpkg/status', { text: 'nothing that a package manager writes\n' })]],
    },
    {
      level: 'J',
      title: 'a database that no reader has listed',
      reason: 'unlisted',
      edit: ({ packages, image }: Facts) =>
        databasesIn(image.files).length === 0 ? null : { packages: { ...packages, sources: [] } },
    },
  ],

  judge: ({ packages: { installed, sources }, image: { files } }) => {
    const faults = sources.flatMap((it): readonly Finding<Reason>[] =>
      it.fault === null
        ? []
        : [finding('unreadable', `${it.path} could not be read: ${it.fault}`, seen.path(it.path, it.cataloguer))],
    );
    const read = new Set(sources.map(({ path }) => path));
    const unlisted = databasesIn(files)
      .filter(({ path }) => !read.has(path))
      .map((file) =>
        finding('unlisted', `no package was read out of ${file.path}`, seen.file(file, 'a package database')),
      );
    const planted = installed
      .filter(({ name }) => name === CANARY)
      .map((it) =>
        finding('canary', `${it.purl} is listed, which only a test plants`, seen.path(it.path, it.cataloguer)),
      );
    const findings = [...faults, ...unlisted, ...planted];
    if (findings.length === 0 && installed.length === 0)
      return inapplicable(`none of ${plural(files.length, 'file')} belongs to a package manager or names a package`);
    return passUnless(findings, () => evidenceOf(installed, sources.length));
  },
});

function databasesIn(files: readonly ImageFile[]): readonly ImageFile[] {
  return files.filter(
    ({ path, type, sizeBytes }) => type === 'file' && sizeBytes > 0 && DATABASE.test(path) && !BESIDE.test(path),
  );
}

function evidenceOf(installed: readonly Package[], sources: number): readonly Evidence[] {
  const largest = installed
    .filter(({ sizeBytes }) => sizeBytes > 0)
    .toSorted((a, b) => b.sizeBytes - a.sizeBytes) // of two as large, the first by purl, as they come
    .slice(0, SHOWN);
  return [
    seen.measure('packages', installed.length, 'count'),
    seen.measure('databases and metadata files that name them', sources, 'count'),
    typesTable(installed),
    layersTable(installed),
    ...(largest.length === 0
      ? []
      : [
          seen.table(
            'The largest packages',
            ['Package', 'Version', 'Type', 'Bytes', 'Files', 'Layer'],
            largest.map(({ name, version, type, sizeBytes, files, layer }) => [
              name,
              version,
              type,
              humanize(sizeBytes, 'B'),
              String(files),
              String(layer),
            ]),
          ),
        ]),
  ];
}
