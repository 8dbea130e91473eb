import type { Atom, InstalledPackage, Package, Sensor } from '../../domain/index.ts';
import { imageSensor } from '../image/index.ts';

const READ: readonly Atom[] = ['image.packages'];

/** What the image's own package databases name. Reads what the image sensor reads, which keeps it by layer. */
export const packagesSensor: Sensor<'packages'> = {
  kind: 'packages',
  inputs: (target, _atoms, asks, ports) => imageSensor.inputs(target, READ, asks, ports),
  async gather(target, atoms, asks, ports) {
    if (!atoms.includes('packages.installed')) return {};
    const { packages } = await imageSensor.gather(target, READ, asks, ports);
    return { installed: (packages ?? []).map(asPackage) };
  },
};

const TYPES = { npm: 'npm', python: 'pypi', deb: 'deb', apk: 'apk' } as const;

function asPackage({ ecosystem, name, version, path, layer }: InstalledPackage): Package {
  const type = TYPES[ecosystem];
  return {
    type,
    name,
    version,
    architecture: null,
    source: null,
    licences: [],
    purl: `pkg:${type}/${name}@${version}`,
    cataloguer: type,
    path,
    layer,
    sizeBytes: 0,
    files: 0,
    shippedBy: null,
    requires: [],
  };
}
