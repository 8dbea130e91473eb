import type { Package } from '../../domain/index.ts';
import { type Evidence, humanize, plant, type PlantedFile, seen } from '../kit.ts';

/** The name of the package that mutants plant. */
export const CANARY = 'tickproof-canary';

const META = '/opt/tickproof/lib/python3/site-packages';

/** A package as each of these ecosystems installs it; `licence` as its metadata declares it. */
export const canaries: Readonly<Record<'npm' | 'pypi', (licence: string) => readonly PlantedFile[]>> = {
  npm: (licence) => [
    plant(`/opt/tickproof/node_modules/${CANARY}/package.json`, {
      text: JSON.stringify({ name: CANARY, version: '1.0.0', license: licence }),
    }),
  ],
  pypi: (licence) => [
    plant(`${META}/tickproof_canary-1.0.0.dist-info/METADATA`, {
      text: `Metadata-Version: 2.4\nName: ${CANARY}\nVersion: 1.0.0\nLicense-Expression: ${licence}\n\n`,
    }),
  ],
};

/** Packages by type, with what they weigh. */
export function typesTable(packages: readonly Package[]): Evidence {
  const types = new Map<string, { count: number; bytes: number }>();
  for (const { type, sizeBytes } of packages) {
    const its = types.get(type) ?? { count: 0, bytes: 0 };
    types.set(type, { count: its.count + 1, bytes: its.bytes + sizeBytes });
  }
  const rows = [...types].sort(([, a], [, b]) => b.bytes - a.bytes || b.count - a.count);
  return seen.table(
    'Packages by type',
    ['Type', 'Packages', 'Bytes'],
    rows.map(([type, { count, bytes }]) => [type, String(count), bytes === 0 ? '–' : humanize(bytes, 'B')]),
  );
}

const NAMED = 20;

/** What each layer brought, by name: in the upper layers stands what the deployment itself depends on. */
export function layersTable(packages: readonly Package[]): Evidence {
  const layers = [...new Set(packages.map(({ layer }) => layer))].sort((a, b) => b - a);
  return seen.table(
    'What each layer brought',
    ['Layer', 'Packages', 'Which'],
    layers.map((layer) => {
      const names = packages.filter((it) => it.layer === layer).map(({ name, version }) => `${name} ${version}`.trim());
      const left = names.length - NAMED;
      const which = [...names.slice(0, NAMED), ...(left > 0 ? [`and ${left} more`] : [])].join(', ');
      return [String(layer), String(names.length), which];
    }),
  );
}
