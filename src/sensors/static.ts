// What bytes alone can answer, without the sensors that need an engine or an image.
export { contextFactsOf } from './context/index.ts';
export { dockerfileFactsOf } from './dockerfile/index.ts';
