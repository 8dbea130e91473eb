import {
  type Ask,
  type Atom,
  type BuildFacts,
  type CounterProof,
  type Ports,
  type ProofCost,
  type SeenFacts,
  type Target,
  TickproofError,
  type Verdict,
} from '../../domain/index.ts';
import { sensors } from '../../sensors/index.ts';
import { judgeFacts, type GroupName } from '../../verify/index.ts';
import type { Claim } from '../claim.ts';
import type { KeptProofs } from '../kept.ts';
import { outcomeOf, sentence } from '../outcome.ts';
import { judgedToo, type Others } from '../prove.ts';
import type { Looks } from '../state.ts';
import type { World } from '../world.ts';
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

const SIDE_BY_SIDE = 4; // worlds mostly wait
const MOST_LOOKS = 3; // at an original that is red
/** The same image out of the same cache has the same of these: they are not looked at again. */
const OF_ONE_IMAGE: ReadonlySet<Atom> = new Set(['build.stages', 'build.touched']);

export interface EngineProofs {
  /** Counter-proofs by criterion. */
  readonly proofs: ReadonlyMap<string, readonly CounterProof[]>;
  /** By criterion: how often the unchanged deployment was judged, the first time included. */
  readonly looks: ReadonlyMap<string, Looks>;
  readonly cost: Pick<ProofCost, 'engineMs' | 'containers' | 'stacks' | 'builds'>;
}

/** Gathers facts of a kind from a target that may be changed. */
export type Look = (kind: WorldKind, target: Target, atoms: readonly Atom[], asks: readonly Ask[]) => Promise<object>;

/** The real sensors, silent. */
export function lookBySensors(ports: Ports): Look {
  const quiet: Ports = { ...ports, onEvent: () => {} };
  return (kind, target, atoms, asks) => sensors[kind].gather(target, atoms, asks, quiet);
}

const NO_COST: EngineProofs['cost'] = { engineMs: 0, containers: 0, stacks: 0, builds: 0 };

interface Bench {
  readonly target: Target;
  readonly ports: Ports;
  /** The sensors, which only look here: nothing of what they say of changed worlds is shown or kept. */
  readonly look: Look;
  readonly kept: KeptProofs;
  readonly others: Others;
  /** For what a changed text of the folder looks like to the static sensors. */
  readonly world: World;
}

/**
 * Makes every world that an engine must make, once for all claims that want it, some side by side; then looks at the
 * unchanged deployment again. Nothing is measured of the original meanwhile. Throws `interrupted` only, when all has ended.
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
    await sideBySide(worlds, async (it) => {
      for (const proof of await provenIn(it, claims, bench)) add(proof);
      done += 1;
      const detail = `${it.title} · ${done} of ${worlds.length}`;
      ports.onEvent({ kind: 'work-progress', id: 'proof', detail, share: done / worlds.length });
    });
    const looks = await lookAgain(worlds, bench);
    ports.onEvent({ kind: 'work-ended', id: 'proof', outcome: 'done' });
    const count = (kind: WorldKind) => worlds.filter((it) => it.kind === kind).length;
    const engineMs = Math.round(ports.clock.monotonic() - startedMs);
    const cost = { engineMs, containers: count('run'), stacks: count('stack'), builds: count('build') };
    return { proofs, looks, cost };
  } catch (error) {
    ports.onEvent({ kind: 'work-ended', id: 'proof', outcome: 'failed' });
    throw error;
  }
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
  const target = changedTarget(world, paceOf(claims, kind, world.target));
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

/** The unchanged deployment once more, for each kind of world that was made: a claim that is ever red on it is flaky. */
async function lookAgain(worlds: readonly EngineWorld[], bench: Bench): Promise<ReadonlyMap<string, Looks>> {
  const looks = new Map<string, Looks>();
  const originals = new Map<string, { kind: WorldKind; target: Target; claims: Map<string, Claim> }>();
  for (const { kind, target, wishes } of worlds) {
    const name = `${kind} ${target.stack?.name ?? ''}`;
    const it = originals.get(name) ?? { kind, target, claims: new Map<string, Claim>() };
    for (const { claim } of wishes) it.claims.set(claim.id, claim);
    originals.set(name, it);
  }
  for (const { kind, target, claims } of originals.values()) {
    let again = [...claims.values()];
    for (const { id } of again) looks.set(id, { times: 1, green: 1 });
    for (let look = 1; look <= MOST_LOOKS && again.length > 0; look += 1) {
      const facts = await originalFacts(kind, target, again, bench);
      const red: Claim[] = [];
      for (const claim of again) {
        const verdict = typeof facts === 'string' ? facts : judgedAgain(claim, kind, facts);
        const isGreen = typeof verdict !== 'string' && verdict.status === 'pass';
        const { times, green, because } = looks.get(claim.id) ?? { times: 1, green: 1 };
        const why = isGreen ? because : typeof verdict === 'string' ? verdict : sentence(verdict);
        looks.set(claim.id, {
          times: times + 1,
          green: green + (isGreen ? 1 : 0),
          ...(why === undefined ? {} : { because: why }),
        });
        if (!isGreen) red.push(claim);
      }
      again = red;
    }
  }
  return looks;
}

function judgedAgain(claim: Claim, kind: WorldKind, facts: object): Verdict {
  const seen = kind === 'build' ? { ...claim.facts.build, ...facts } : facts;
  return judgeFacts(claim, { ...claim.facts, [kind]: seen });
}

/** Facts of the original once more; a sentence where it cannot be looked at, or is another image by now. */
async function originalFacts(kind: WorldKind, target: Target, claims: readonly Claim[], { look, ports }: Bench) {
  const { atoms, asks } = questionsOf(claims, kind);
  const unchanged = changedTarget({ kind, target }, originalPace(kind, target));
  try {
    const facts = await look(
      kind,
      unchanged,
      atoms.filter((atom) => !OF_ONE_IMAGE.has(atom)),
      asks,
    );
    if (kind === 'build' && !(await isSameImage(facts, target, ports))) return 'the same folder built another image';
    return facts;
  } catch (error) {
    if (!(error instanceof TickproofError) || error.code === 'interrupted') throw error;
    return error.message;
  }
}

/** A build of the unchanged folder gives the image that all was judged on. */
async function isSameImage({ outcome }: Partial<BuildFacts>, { builtId }: Target, { engine }: Ports): Promise<boolean> {
  if (outcome?.status !== 'built' || builtId === null) return outcome?.status === 'built';
  return (await engine?.inspectImage(outcome.image))?.imageId === builtId;
}
