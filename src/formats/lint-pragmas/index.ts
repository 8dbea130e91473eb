export { ownComments } from './comments.ts';
export { type Named, type Pragmas, pragmasOf, type PragmaSettings } from './pragmas.ts';
export { lastNotAbove } from '../sorted.ts';
