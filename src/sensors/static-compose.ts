// Compose files by our own loader: apart, because most runs of `lint` meet none.
export { readCompose } from './compose/read.ts';
