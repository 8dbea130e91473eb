import type { Atom, PackagesFacts, Ports, Sensor, Target } from '../../domain/index.ts';
import { type Inventory, inventoryOf, osReleaseOf } from '../../catalog/index.ts';
import { cycloneDx, spdx } from '../../formats/sbom/index.ts';
import { dockerfileSensor } from '../dockerfile/index.ts';
import { type ImageSource, imageFactsOf, imageSensor, readImage } from '../image/index.ts';
import { isAptList, scanInputs, scanPackages } from './scan/index.ts';
import { builtFrom, weightOf } from './weight/index.ts';

export { trySavings } from './weight/index.ts';

/** What the image's own package databases, metadata and executables name. Reads what the image sensor reads, which keeps it by layer. */
export const packagesSensor: Sensor<'packages'> = {
  kind: 'packages',
  inputs: async (target, atoms, asks, ports) => {
    const ofImage = await imageSensor.inputs(target, ['image.packages'], asks, ports);
    if (!ofImage) return null;
    const needsText = atoms.includes('packages.weight') && target.folder !== null;
    return {
      ...ofImage,
      ...(needsText ? await dockerfileSensor.inputs(target, [], [], ports) : {}),
      ...(atoms.includes('packages.scan') ? scanInputs(target.scan, target.folder ?? '.', ports) : {}),
    };
  },
  gather: async (target, atoms, _asks, ports) =>
    packagesFactsOf(await readImage(target, [], ports), target, atoms, ports),
};

/** The packages of an image that is at hand: the atoms named and nothing else. */
export async function packagesFactsOf(
  source: ImageSource,
  target: Target,
  atoms: readonly Atom[],
  ports: Ports,
): Promise<Partial<PackagesFacts>> {
  const wants = (atom: Atom) => atoms.includes(atom);
  const catalogued = cataloguedIn(source);
  const { os, inventory } = catalogued;
  const { packages, sources } = inventory;
  return {
    ...(wants('packages.os') ? { os } : {}),
    ...(wants('packages.installed') ? { installed: packages } : {}),
    ...(wants('packages.sources') ? { sources } : {}),
    ...(wants('packages.weight')
      ? { weight: weightOf(source, inventory, await builtFrom(source, target, ports)) }
      : {}),
    ...(wants('packages.scan') ? { scan: await scanOf(catalogued, source, target, ports) } : {}),
  };
}

/** Who looked for vulnerabilities with what, and what they found; and which packages nobody could name. */
async function scanOf(
  catalogued: Catalogued,
  source: ImageSource,
  target: Target,
  ports: Ports,
): Promise<PackagesFacts['scan']> {
  const { os, inventory } = catalogued;
  const { reference, imageId, manifestDigest } = imageFactsOf(source).identity;
  const scan = await scanPackages({
    packages: inventory.packages,
    os,
    aptLists: [...source.merged.texts].flatMap(([path, text]) =>
      isAptList(path) ? [{ path: path.replace(/\.(?:gz|lz4)$/, ''), text }] : [],
    ),
    settings: target.scan,
    folder: target.folder ?? '.',
    sbom: () => sbomOf(catalogued, source, 'cyclonedx', { toolVersion: null, created: null }),
    image: { digests: [imageId, ...(manifestDigest ? [manifestDigest] : [])], names: [reference] },
    ports,
  });
  const unread = inventory.sources.flatMap(({ path, fault }) => (fault === null ? [] : [{ path, fault }]));
  return unread.length === 0 ? scan : { ...scan, unread };
}

/** An SBOM of an image. Throws as reading an image does. */
export async function sbomOfTarget(
  target: Target,
  format: 'cyclonedx' | 'spdx',
  { toolVersion, created }: { readonly toolVersion: string; readonly created: string },
  ports: Ports,
): Promise<string> {
  const source = await readImage(target, [], ports);
  return sbomOf(cataloguedIn(source), source, format, { toolVersion, created });
}

/** An SBOM of an image that is at hand. */
function sbomOf(
  { os, inventory }: Catalogued,
  source: ImageSource,
  format: 'cyclonedx' | 'spdx',
  made: { readonly toolVersion: string | null; readonly created: string | null },
): string {
  const { identity, config, layers, files } = imageFactsOf(source);
  const { ownerOf } = inventory.ownership;
  const write = format === 'spdx' ? spdx : cycloneDx;
  return write({
    reference: identity.reference,
    imageId: identity.imageId,
    manifestDigest: identity.manifestDigest,
    architecture: config.architecture,
    diffIds: identity.diffIds,
    commands: layers.map(({ createdBy }) => createdBy),
    os,
    packages: inventory.packages,
    hasUnowned: files.some(({ path, type }) => type === 'file' && ownerOf(path) === null),
    ...made,
  });
}

/** The catalogue's answer for an image: put together once, whatever is asked of it. */
interface Catalogued {
  readonly os: PackagesFacts['os'];
  readonly inventory: Inventory;
}

function cataloguedIn({ merged }: ImageSource): Catalogued {
  const os = osReleaseOf(merged.texts);
  return { os, inventory: inventoryOf(merged.readings, merged.files, os) };
}
