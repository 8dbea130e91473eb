export { type ComposeSource, loadCompose } from './load.ts';
export { composeSensor, composeSourceOf } from './sensor.ts';
