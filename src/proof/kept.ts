import type { Cache, CounterProof } from '../domain/index.ts';
import { digestOf } from '../formats/index.ts';
import type { Wish } from './engine/worlds.ts';

/** Raised when mutants are made or judged otherwise than before: what was kept is not believed any more. */
const OPERATORS = 1;

/** Counter-proofs that cost an engine, kept under what they depend on: check, operator, and what the sensors read. */
export function keptProofs(cache: Cache, isRead: boolean) {
  return {
    /** Null where it was not shown before, or something has moved since. */
    read(wish: Wish): CounterProof | null {
      const key = keyOf(wish);
      const kept = key === null || !isRead ? undefined : cache.read('proofs', key);
      return isKilled(kept) ? { ...kept, criterion: wish.claim.id, reused: true } : null;
    },
    /** Only what was killed is kept: everything else is worth another look. */
    write(wish: Wish, proof: CounterProof): void {
      const key = keyOf(wish);
      if (key !== null && proof.outcome.status === 'killed') cache.write('proofs', key, proof);
    },
  };
}

export type KeptProofs = ReturnType<typeof keptProofs>;

function keyOf({ claim, mutant, change }: Wish): string | null {
  const { check, params, inputs } = claim;
  if (!inputs) return null;
  const { level, title, reason, params: judgedBy = null } = mutant;
  const question = { check: check.id, version: check.version, params, operators: OPERATORS };
  return digestOf({ ...question, inputs, level, title, reason, judgedBy, change });
}

/** A damaged entry is as good as none. */
function isKilled(kept: unknown): kept is CounterProof {
  const { outcome, mutant } = (kept ?? {}) as Partial<CounterProof>; // each part is looked at
  return typeof mutant === 'string' && outcome?.status === 'killed' && typeof outcome.message === 'string';
}
