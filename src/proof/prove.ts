import type { CounterProof, Mutant, Ports, ProofState, Verdict } from '../domain/index.ts';
import { type Claim, tryMutant, tryNothing } from './mutate.ts';
import type { World } from './world.ts';

/** `none` proves nothing, `quick` what bytes alone can prove, `full` also what needs an engine. */
export type ProofMode = 'none' | 'quick' | 'full';

export interface Proof {
  readonly state: ProofState;
  readonly because: string;
  readonly counterProofs: readonly CounterProof[];
}

/** Shows that a green criterion can go red, for the right reason, on worlds where its sentence is false. */
export async function prove(
  claim: Claim,
  verdict: Verdict,
  world: World,
  mode: ProofMode,
  ports: Pick<Ports, 'clock'>,
): Promise<Proof> {
  if (verdict.status !== 'pass')
    return { state: 'unattempted', because: 'only what holds is shown able to fail', counterProofs: [] };
  if (mode === 'none')
    return { state: 'unattempted', because: 'proofs were turned off with --proof none', counterProofs: [] };
  const proofs: CounterProof[] = [];
  const timed = async (
    mutant: string,
    level: CounterProof['level'],
    expected: string,
    work: () => Promise<CounterProof['outcome']>,
  ) => {
    const startedMs = ports.clock.monotonic();
    const outcome = await work();
    proofs.push({
      criterion: claim.id,
      mutant,
      level,
      expected,
      outcome,
      elapsedMs: ports.clock.monotonic() - startedMs,
    });
  };
  await timed('nothing there', 'null', 'not green', () => tryNothing(claim, world));
  for (const mutant of mutantsOf(claim))
    await timed(mutant.title, mutant.level, mutant.reason, () => tryMutant(claim, mutant, world));
  return { ...stateOf(proofs), counterProofs: proofs };
}

/** A check's mutants for the deployment at hand: the declared ones, then those made from its facts. */
export function mutantsOf({
  check,
  params,
  facts,
}: Pick<Claim, 'check' | 'params' | 'facts'>): Mutant<string, unknown>[] {
  return [...check.mutants, ...(check.mutantsFor?.(facts as never, params) ?? [])] as Mutant<string, unknown>[]; // the registry has forgotten the types of facts and parameters
}

/** What the outcomes add up to. A mutant that is equivalent here counts for nothing, neither way. */
export function stateOf(proofs: readonly CounterProof[]): { state: ProofState; because: string } {
  const survivor = proofs.find(({ outcome }) => outcome.status === 'survived');
  if (survivor) return { state: 'vacuous', because: survived(survivor) };
  const killed = proofs.filter(({ level, outcome }) => level !== 'null' && outcome.status === 'killed');
  const open = proofs.filter(({ outcome }) => outcome.status === 'not-run');
  const real = killed.filter(({ level }) => level !== 'J');
  const tried = `${killed.length} of ${killed.length + open.length} mutants red`;
  if (open[0]?.outcome.status === 'not-run') {
    const state = killed.length > 0 ? 'partial' : 'unattempted';
    return { state, because: `${tried}; not run: ${open[0].mutant} (${open[0].outcome.because})` };
  }
  if (real.length > 0)
    return {
      state: 'proven',
      because: `${killed.length} of ${killed.length} mutants red for the expected reason, red where nothing is`,
    };
  if (killed.length > 0)
    return { state: 'partial', because: 'only the comparison was shown able to fail, not the measurement' };
  return { state: 'unattempted', because: 'no world could be made in which the sentence is false' };
}

function survived({ mutant, level, outcome, expected }: CounterProof): string {
  if (level === 'null') return 'green even where there is nothing to judge';
  const how =
    outcome.status === 'survived' && outcome.verdict === 'fail'
      ? `red for another reason (${outcome.reasons.join(', ')})`
      : 'still green';
  return `${how} with: ${mutant} (expected ${expected})`;
}
