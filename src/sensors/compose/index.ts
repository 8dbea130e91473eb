export { loadCompose } from './load.ts';
export type { ComposeSource } from './source.ts';
export { composeSensor, composeSourceOf, reachedBy } from './sensor.ts';
export { type Named, shownPath } from './reached.ts';
