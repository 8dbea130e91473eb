import type { CounterProof } from '../domain/index.ts';
import { type Claim, isEngineMutant, mutantsOf } from './claim.ts';

/** The mutants that a quick proof leaves out, as the record keeps them. */
export function leftToEngine(claim: Claim): readonly CounterProof[] {
  const because = 'it needs an engine, which --proof quick leaves out';
  return mutantsOf(claim)
    .filter(isEngineMutant)
    .map(({ title, level, reason, weak }) => ({
      criterion: claim.id,
      mutant: title,
      level,
      expected: reason,
      outcome: { status: 'not-run', because, later: true },
      elapsedMs: 0,
      ...(weak ? { weak } : {}),
    }));
}
