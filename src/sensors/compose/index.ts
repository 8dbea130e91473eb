export { type ComposeSource, loadCompose } from './load.ts';
export { composeSensor, composeSourceOf, reachedBy } from './sensor.ts';
export { type Named, shownPath } from './reached.ts';
