import type { CounterProof } from '../domain/index.ts';
import { type Claim, leftToEngine, proveByEngine } from '../proof/index.ts';

type Bench = Parameters<typeof proveByEngine>[1];

/**
 * What a quick proof has of an engine's mutants: those that were red before on the very same inputs, and those that find
 * nothing to change. The others stay open. No world is made for it.
 */
export async function keptOfEngine(claim: Claim, bench: Bench): Promise<readonly CounterProof[]> {
  const open = leftToEngine(claim);
  if (open.length === 0) return [];
  const ports = { ...bench.ports, engine: null };
  const { proofs } = await proveByEngine([claim], { ...bench, ports });
  return (proofs.get(claim.id) ?? []).map((it) =>
    it.outcome.status === 'not-run' ? (open.find(({ mutant }) => mutant === it.mutant) ?? it) : it,
  );
}
