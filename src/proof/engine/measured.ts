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

/** The original is looked at in parts, which need no container in common and may stand side by side; the last stands alone. */
export const PARTS = ['run.readOnly', 'run.commands', 'the rest', 'measured'] as const;

export function partOf(claim: Claim): (typeof PARTS)[number] {
  if (isMeasured(claim)) return 'measured';
  return PARTS.find((part) => readsOf(claim).some((atom) => atom === part)) ?? 'the rest';
}

/** Its facts of the original are taken with nothing beside it. */
export const isMeasured = (claim: Claim): boolean => readsOf(claim).some((atom) => MEASURED.has(atom));

/** Beside others it is only slower, or disturbed: green there is green, red there says nothing. */
export const isWorseBeside = (claim: Claim): boolean => readsOf(claim).some((atom) => WORSE_BESIDE.has(atom));

/** Beside others there is less of it: what is green there may only have had too little of a core. */
export const isLessBeside = (claim: Claim): boolean => readsOf(claim).includes('run.cpu');
