export { type ImageReference, matchesReference, parseReference } from './reference.ts';
