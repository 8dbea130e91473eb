import type { Clock, CounterProof, SeenFacts, Verdict } from '../domain/index.ts';
import { judgeFacts } from '../verify/index.ts';
import { atomOf, tryMutant, tryNothing } from './mutate.ts';
import { type Claim, isEngineMutant, mutantsOf, readsOf } from './claim.ts';
import type { Tally } from './tally.ts';
import type { World } from './world.ts';

/** `none` proves nothing, `quick` what bytes alone can prove, `full` also what needs an engine. */
export type ProofMode = 'none' | 'quick' | 'full';

/** How many other claims are judged in each mutant of the bytes, by turns: whether it is specific shows in few. */
const OTHERS = 1;

/** Who is judged beside in a mutant's world, and what came of it so far. */
export interface Others {
  readonly claims: readonly Claim[];
  /** Null where everything is broken: who is red there is rightly so. */
  readonly tally: Tally | null;
}

/**
 * The counter-proofs that bytes alone can make: the null world, then every mutant of the levels S, K, L and J. Some of the
 * `others` are judged in the same worlds.
 */
export async function proveByBytes(
  claim: Claim,
  world: World,
  others: Others & { readonly tally: Tally },
  clock: Clock,
): Promise<readonly CounterProof[]> {
  const proofs: CounterProof[] = [];
  const beside = others.claims.filter(({ id }) => id !== claim.id);
  const startedMs = clock.monotonic();
  const nothing = await tryNothing(claim, world);
  proofs.push({
    criterion: claim.id,
    mutant: 'nothing there',
    level: 'null',
    expected: 'not green',
    outcome: nothing,
    elapsedMs: clock.monotonic() - startedMs,
  });
  for (const mutant of mutantsOf(claim)) {
    if (isEngineMutant(mutant)) continue;
    const beganMs = clock.monotonic();
    const { outcome, facts } = await tryMutant(claim, mutant, world);
    const elapsedMs = clock.monotonic() - beganMs;
    proofs.push({
      criterion: claim.id,
      mutant: mutant.title,
      level: mutant.level,
      expected: mutant.reason,
      outcome,
      elapsedMs,
      ...(mutant.weak ? { weak: true } : {}),
      ...(facts && mutant.level !== 'J'
        ? judgedToo({ ...others, claims: others.tally.next(beside, OTHERS) }, claim, facts)
        : {}),
    });
  }
  return proofs;
}

/** Which other claims turn red in a mutant's world, of those that see all that they read there. */
export function judgedToo(
  { claims, tally }: Others,
  claim: Pick<Claim, 'id' | 'facts'>,
  facts: SeenFacts,
): Pick<CounterProof, 'alsoRed' | 'alsoGreen' | 'alsoJudged'> {
  const red: string[] = [];
  const green: string[] = [];

  for (const other of claims) {
    if (other.id === claim.id) continue;
    const theirs = inWorld(other, claim.facts, facts);
    if (!theirs) continue;
    const isRed = judgeFacts(other, theirs).status === 'fail';
    (isRed ? red : green).push(other.id);
    tally?.note(other.id, isRed);
  }
  const count = red.length + green.length;
  return {
    ...(red.length > 0 ? { alsoRed: red } : {}),
    ...(green.length > 0 ? { alsoGreen: green } : {}),
    ...(count > 0 ? { alsoJudged: count } : {}),
  };
}

/** Another claim's facts in a world: what was changed there, else its own. Null where what it reads was not looked at there. */
function inWorld(other: Claim, original: SeenFacts, facts: SeenFacts): SeenFacts | null {
  const changed = Object.keys(facts).filter(
    (kind) => Reflect.get(facts, kind) !== Reflect.get(original, kind),
  ) as (keyof SeenFacts)[]; // the keys of facts are kinds
  const reads = readsOf(other).filter((atom) => changed.some((kind) => atom.startsWith(`${kind}.`)));
  if (reads.length === 0 || reads.some((atom) => atomOf(facts, atom) === undefined)) return null;
  return { ...other.facts, ...Object.fromEntries(changed.map((kind) => [kind, facts[kind]])) };
}

/** Whether the original is judged as it was before its mutants were made. */
export function isRestored(claim: Claim, verdict: Verdict): boolean {
  return judgeFacts(claim, claim.facts).status === verdict.status;
}
