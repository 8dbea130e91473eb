import type { Atom, Sensor } from '../../domain/index.ts';
import { imageSensor } from '../image/index.ts';

const READ: readonly Atom[] = ['image.packages'];

/** What the image's own package databases name. Reads what the image sensor reads, which keeps it by layer. */
export const packagesSensor: Sensor<'packages'> = {
  kind: 'packages',
  inputs: (target, _atoms, asks, ports) => imageSensor.inputs(target, READ, asks, ports),
  async gather(target, atoms, asks, ports) {
    if (!atoms.includes('packages.installed')) return {};
    const { packages } = await imageSensor.gather(target, READ, asks, ports);
    return packages === undefined ? {} : { installed: packages };
  },
};
