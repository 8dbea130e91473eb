export { type ImageReference, parseReference } from './reference.ts';
