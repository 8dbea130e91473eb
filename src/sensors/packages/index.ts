import type { Atom, PackagesFacts, Ports, Sensor, Target } from '../../domain/index.ts';
import { inventoryOf } from '../../catalog/index.ts';
import { type ImageSource, imageSensor, readImage } from '../image/index.ts';

/** What the image's own package databases, metadata and executables name. Reads what the image sensor reads, which keeps it by layer. */
export const packagesSensor: Sensor<'packages'> = {
  kind: 'packages',
  inputs: (target, _atoms, asks, ports) => imageSensor.inputs(target, ['image.packages'], asks, ports),
  gather: async (target, atoms, _asks, ports) =>
    packagesFactsOf(await readImage(target, [], ports), target, atoms, ports),
};

/** The packages of an image that is at hand: the atoms named and nothing else. */
export async function packagesFactsOf(
  { merged }: ImageSource,
  _target: Target,
  atoms: readonly Atom[],
  _ports: Ports,
): Promise<Partial<PackagesFacts>> {
  const wants = (atom: Atom) => atoms.includes(atom);
  const os = null;
  const { packages, sources } = inventoryOf(merged.readings, merged.files, os);
  return {
    ...(wants('packages.os') ? { os } : {}),
    ...(wants('packages.installed') ? { installed: packages } : {}),
    ...(wants('packages.sources') ? { sources } : {}),
  };
}
