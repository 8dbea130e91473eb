import type { Atom } from '../../domain/index.ts';
import { type Claim, readsOf } from '../claim.ts';

const MEASURED: ReadonlySet<Atom> = new Set(['run.starts', 'run.health', 'run.memory', 'run.cpu', 'run.stop']);
const WORSE_BESIDE: ReadonlySet<Atom> = new Set([
  'stack.up',
  'stack.down',
  'build.cold',
  'build.warm',
  'build.dangling',
  'run.commands',
]);

/** Its facts of the original are taken with nothing beside it. */
export const isMeasured = (claim: Claim): boolean => readsOf(claim).some((atom) => MEASURED.has(atom));

/** Beside others it is only slower, or disturbed: green there is green, red there says nothing. */
export const isWorseBeside = (claim: Claim): boolean => readsOf(claim).some((atom) => WORSE_BESIDE.has(atom));
