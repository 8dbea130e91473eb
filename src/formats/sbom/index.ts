export { cycloneDx } from './cyclonedx.ts';
export type { SbomSource } from './source.ts';
export { spdx } from './spdx.ts';
