import { type CounterProof, type ProofCost, type SeenFacts, TickproofError } from '../../domain/index.ts';
import { judgeFacts, type GroupName } from '../../verify/index.ts';
import type { Claim } from '../claim.ts';
import { outcomeOf } from '../outcome.ts';
import { judgedToo } from '../prove.ts';
import type { Looks } from '../state.ts';
import type { Bench } from './bench.ts';
import { LooksAgain } from './looks.ts';
import { isLessBeside } from './measured.ts';
import { originalPace, paceOf } from './pace.ts';
import {
  changedTarget,
  counterProof,
  type EngineWorld,
  questionsOf,
  type Wish,
  wishesOf,
  type WorldKind,
  worldsOf,
} from './worlds.ts';

const SIDE_BY_SIDE = 6; // worlds mostly wait

export interface EngineProofs {
  /** Counter-proofs by criterion. */
  readonly proofs: ReadonlyMap<string, readonly CounterProof[]>;
  /** By criterion: how often the unchanged deployment was judged, the first time included. */
  readonly looks: ReadonlyMap<string, Looks>;
  readonly cost: Pick<ProofCost, 'engineMs' | 'containers' | 'stacks' | 'builds'>;
}

const NO_COST: EngineProofs['cost'] = { engineMs: 0, containers: 0, stacks: 0, builds: 0 };

/**
 * Makes every world that an engine must make, once for all claims that want it, some side by side, and looks at the
 * unchanged deployment again after them: what is measured of it with nothing beside it, at the end. Throws `interrupted`
 * only, when all has ended.
 */
export async function proveByEngine(claims: readonly Claim[], bench: Bench): Promise<EngineProofs> {
  const { ports, kept, world } = bench;
  const proofs = new Map<string, CounterProof[]>(claims.map(({ id }) => [id, []]));
  const add = (proof: CounterProof) => proofs.get(proof.criterion)?.push(proof);
  const open: Wish[] = [];
  for (const claim of claims) {
    const { wishes, settled } = wishesOf(claim, world.sources());
    settled.forEach(add);
    for (const wish of wishes) {
      const known = kept.read(wish);
      if (known) add(known);
      else open.push(wish);
    }
  }
  const { engine, whyNoEngine } = ports;
  if (!engine) {
    const because = `it needs an engine: ${whyNoEngine ?? 'none answers'}`;
    for (const wish of open) add(counterProof(wish, { status: 'not-run', because, later: true }, 0));
    return { proofs, looks: new Map(), cost: NO_COST };
  }
  if (open.length === 0) return { proofs, looks: new Map(), cost: NO_COST };
  const worlds = worldsOf(open, bench.target);
  const startedMs = ports.clock.monotonic();
  ports.onEvent({ kind: 'work-started', id: 'proof', title: 'counter-proofs' });
  try {
    let done = 0;
    const unsettled: EngineWorld[] = [];
    const again = new LooksAgain(worlds, bench);
    await sideBySide(worlds, async (it) => {
      const made = await provenIn(it, claims, bench);
      const unclear = made.filter((proof) => isUnclear(proof, it));
      for (const proof of made) if (!unclear.includes(proof)) add(proof);
      if (unclear.length > 0) unsettled.push(alone(it, unclear));
      done += 1;
      const detail = `${it.title} · ${done} of ${worlds.length}`;
      ports.onEvent({ kind: 'work-progress', id: 'proof', detail, share: done / worlds.length });
      await again.after(it, unclear.length === 0);
    });
    for (const it of unsettled) for (const proof of await provenIn(it, claims, bench)) add(proof);
    await again.rest();
    ports.onEvent({ kind: 'work-ended', id: 'proof', outcome: 'done' });
    const count = (kind: WorldKind) => worlds.filter((it) => it.kind === kind).length;
    const engineMs = Math.round(ports.clock.monotonic() - startedMs);
    const cost = { engineMs, containers: count('run'), stacks: count('stack'), builds: count('build') };
    return { proofs, looks: again.looks, cost };
  } catch (error) {
    ports.onEvent({ kind: 'work-ended', id: 'proof', outcome: 'failed' });
    throw error;
  }
}

/**
 * Neither red for its reason nor green, or green for want of a core: the world may only have been too slow beside others, or in
 * the way of one. It is made once more, alone, and with all the time that the original is allowed.
 */
function isUnclear({ outcome, criterion }: CounterProof, { wishes }: EngineWorld): boolean {
  if (outcome.status === 'survived' && outcome.verdict === 'pass')
    return wishes.some(({ claim }) => claim.id === criterion && isLessBeside(claim));
  return outcome.status === 'not-run' || outcome.status === 'survived';
}

function alone(world: EngineWorld, unclear: readonly CounterProof[]): EngineWorld {
  const wishes = world.wishes.filter(({ claim, mutant }) =>
    unclear.some((it) => it.criterion === claim.id && it.mutant === mutant.title),
  );
  return { ...world, wishes, isWide: false, isAlone: true };
}

/** All of them end before an error of one is thrown: each removes what it has started. */
async function sideBySide(worlds: readonly EngineWorld[], work: (world: EngineWorld) => Promise<void>): Promise<void> {
  const waiting = [...worlds];
  const faults: unknown[] = [];
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next && faults.length === 0; next = waiting.shift())
      await work(next).catch((error: unknown) => faults.push(error));
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, worker));
  if (faults.length > 0) throw faults[0];
}

async function provenIn(world: EngineWorld, claims: readonly Claim[], bench: Bench): Promise<readonly CounterProof[]> {
  const { ports, kept, others } = bench;
  const startedMs = ports.clock.monotonic();
  const its = world.wishes.map(({ claim }) => claim);
  const wanted = new Set(its.map(({ id }) => id));
  const beside = others.claims.filter((it) => !wanted.has(it.id) && isOfWorld(it, world));
  const seen = await factsIn(world, world.isWide ? [...its, ...beside] : its, claims, bench);
  const elapsedMs = ports.clock.monotonic() - startedMs;
  if ('because' in seen)
    return world.wishes.map((wish) =>
      counterProof(wish, { status: 'not-run', because: seen.because }, elapsedMs, { world: world.id }),
    );
  return world.wishes.map((wish, index) => {
    const { claim, mutant } = wish;
    const facts: SeenFacts = { ...claim.facts, ...seen.facts };
    const judgedBy = { check: claim.check, params: mutant.params ?? claim.params };
    const outcome = outcomeOf(judgeFacts(judgedBy, facts), mutant.reason);
    const too =
      index === 0 ? judgedToo({ claims: beside, tally: world.isBroken ? null : others.tally }, claim, facts) : {};
    const proof = counterProof(wish, outcome, elapsedMs, { ...too, world: world.id });
    kept.write(wish, proof);
    return proof;
  });
}

/** Claims about another stack see nothing of this world. */
function isOfWorld({ groups }: Claim, { kind, target }: EngineWorld): boolean {
  const name: GroupName = kind === 'stack' && target.stack ? `stack@${target.stack.name}` : kind;
  return groups?.some((it) => it === name || it === kind) ?? false;
}

async function factsIn(
  world: EngineWorld,
  its: readonly Claim[],
  claims: readonly Claim[],
  { look, world: bytes }: Bench,
): Promise<{ readonly facts: SeenFacts } | { readonly because: string }> {
  const { kind, change } = world;
  const { atoms, asks } = questionsOf(its, kind);
  const pace = world.isAlone ? originalPace(kind, world.target) : paceOf(claims, kind, world.target);
  const target = changedTarget(world, pace);
  try {
    const facts = await look(kind, target, atoms, asks);
    const sources = bytes.sources();
    const text = kind === 'build' && 'dockerfile' in change ? change.dockerfile : undefined;
    if (text === undefined || !sources) return { facts: { [kind]: facts } };
    const reads = its.flatMap(({ check }) => check.reads as typeof atoms);
    const texts = await bytes.fromSources({ ...sources, dockerfile: text }, reads);
    return { facts: { ...texts, [kind]: facts } };
  } catch (error) {
    if (!(error instanceof TickproofError) || error.code === 'interrupted') throw error;
    return { because: error.message };
  }
}
