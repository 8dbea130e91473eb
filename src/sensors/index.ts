import type { Kind, Sensor } from '../domain/index.ts';
import { buildSensor } from './build/index.ts';
import { composeSensor } from './compose/index.ts';
import { contextSensor } from './context/index.ts';
import { dockerfileSensor } from './dockerfile/index.ts';
import { imageSensor } from './image/index.ts';
import { packagesSensor } from './packages/index.ts';
import { runSensor } from './run/index.ts';
import { stackSensor } from './stack/index.ts';

export { loadCompose } from './compose/index.ts';
export { contextFactsOf } from './context/index.ts';
export { dockerfileFactsOf } from './dockerfile/index.ts';
export * from './image/index.ts';

/** The sensor of each kind of facts. */
export const sensors: { readonly [K in Kind]: Sensor<K> } = {
  dockerfile: dockerfileSensor,
  context: contextSensor,
  compose: composeSensor,
  build: buildSensor,
  image: imageSensor,
  run: runSensor,
  stack: stackSensor,
  packages: packagesSensor,
};
