import type { Kind, Ports, Sensor, Target } from '../domain/index.ts';
import { baseOf } from './base-of.ts';
import { buildSensor } from './build/index.ts';
import { composeSensor } from './compose/index.ts';
import { contextSensor } from './context/index.ts';
import { dockerfileSensor } from './dockerfile/index.ts';
import { createImageSensor, type ImageSource, readImage as readLayers } from './image/index.ts';
import { packagesSensor } from './packages/index.ts';
import { runSensor } from './run/index.ts';
import { stackSensor } from './stack/index.ts';

export { packagesFactsOf, sbomOfTarget, trySavings } from './packages/index.ts';
export { loadCompose } from './compose/index.ts';
export { contextFactsOf } from './context/index.ts';
export { dockerfileFactsOf } from './dockerfile/index.ts';
export {
  type ImageSource,
  imageFactsOf,
  imageFromExample,
  plantLayers,
  sourceFromExample,
  withConfig,
  withForgedConfig,
} from './image/index.ts';

/** An image with its base known, as its sensor reads it: for mutants, which differ from it in one thing only. */
export function readImage(target: Target, ports: Ports): Promise<ImageSource> {
  return readLayers(target, ['image.base'], ports, { baseOf });
}

/** The sensor of each kind of facts. */
export const sensors: { readonly [K in Kind]: Sensor<K> } = {
  dockerfile: dockerfileSensor,
  context: contextSensor,
  compose: composeSensor,
  build: buildSensor,
  image: createImageSensor({ baseOf }),
  run: runSensor,
  stack: stackSensor,
  packages: packagesSensor,
};
