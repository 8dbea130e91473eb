export { type ComposeSource, loadCompose } from './load.ts';
export { composeFactsOf, composeSensor, composeSourceOf } from './sensor.ts';
