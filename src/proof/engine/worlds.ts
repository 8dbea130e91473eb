import type {
  Act,
  Ask,
  Atom,
  BuildChange,
  Changed,
  CounterProof,
  RunChange,
  SeenFacts,
  Sources,
  StackChange,
  Target,
} from '../../domain/index.ts';
import { digestOf } from '../../formats/index.ts';
import { targetOf } from '../../verify/index.ts';
import { type Claim, type EngineMutant, isEngineMutant, mutantsOf, type Outcome, readsOf } from '../claim.ts';
import { partOf, PARTS } from './measured.ts';
import { NO_FOLDER, NOTHING_TO_CHANGE } from '../outcome.ts';

export type WorldKind = 'run' | 'stack' | 'build';
type Change = RunChange | StackChange | BuildChange;

/** One mutant of one claim that wants a world. */
export interface Wish {
  readonly claim: Claim;
  readonly mutant: EngineMutant;
  readonly change: Change;
}

/** One world that an engine makes, once, for all who want the same change. */
export interface EngineWorld {
  readonly kind: WorldKind;
  /** What it is, by digest: counter-proofs of one world have the same. */
  readonly id: string;
  /** The deployment, with its stack where the world is one of a stack. */
  readonly target: Target;
  readonly change: Change;
  readonly title: string;
  readonly wishes: readonly Wish[];
  /** The service goes on in it: every claim is judged here, so that it shows which turn red for nothing. */
  readonly isWide: boolean;
  /** The service is replaced or ends: whoever is red in it is rightly so. */
  readonly isBroken: boolean;
  /** Made once more, with nothing beside it. */
  readonly isAlone?: true;
}

export const KINDS: Readonly<Record<EngineMutant['level'], WorldKind>> = { R: 'run', P: 'stack', B: 'build' };

/** The mutants of claims that want an engine, each with what it changes; those that find nothing to change are outcomes. */
export function wishesOf(
  claim: Claim,
  sources: Sources | null,
): { readonly wishes: readonly Wish[]; readonly settled: readonly CounterProof[] } {
  const wishes: Wish[] = [];
  const settled: CounterProof[] = [];
  for (const mutant of mutantsOf(claim).filter(isEngineMutant)) {
    const change = changeOf(claim, mutant, sources);
    if ('status' in change) settled.push(counterProof({ claim, mutant }, change, 0));
    else wishes.push({ claim, mutant, change: change.change });
  }
  return { wishes, settled };
}

function changeOf(
  { facts, params }: Claim,
  mutant: EngineMutant,
  sources: Sources | null,
): { readonly change: Change } | Outcome {
  if (mutant.level === 'B' && sources === null) return NO_FOLDER;
  const change =
    mutant.level === 'B'
      ? sources && mutant.edit(sources, facts, params)
      : (mutant.edit as (facts: SeenFacts, params: unknown) => Change | null)(facts, params); // by level, R or P
  return change === null ? NOTHING_TO_CHANGE : { change };
}

/** One counter-proof as the record keeps it. */
export function counterProof(
  { claim, mutant }: Pick<Wish, 'claim' | 'mutant'>,
  outcome: Outcome,
  elapsedMs: number,
  more: Partial<CounterProof> = {},
): CounterProof {
  return {
    criterion: claim.id,
    mutant: mutant.title,
    level: mutant.level,
    expected: mutant.reason,
    outcome,
    elapsedMs,
    ...(mutant.weak ? { weak: true } : {}),
    ...more,
  };
}

/**
 * Wishes with equal changes of equal things share a world. Slow ones come first, so that none is left alone at the end; those
 * that only measured claims want come last: the looks at the other parts of the original stand beside them.
 */
export function worldsOf(wishes: readonly Wish[], target: Target): readonly EngineWorld[] {
  const worlds = new Map<string, EngineWorld>();
  for (const wish of wishes) {
    const kind = KINDS[wish.mutant.level];
    const group = wish.claim.groups?.find((it) => it.split('@')[0] === kind) ?? kind;
    const key = `${group} ${JSON.stringify(wish.change)}`;
    const world = worlds.get(key);
    const wishesThere = [...(world?.wishes ?? []), wish];
    worlds.set(key, {
      kind,
      id: digestOf(key),
      target: targetOf(target, group),
      change: wish.change,
      title: world?.title ?? wish.mutant.title,
      wishes: wishesThere,
      isBroken: breaks(wish.change),
      isWide:
        world?.isWide ??
        (isHarmless(wish.change) && ![...worlds].some(([it, { isWide }]) => isWide && it.startsWith(`${group} `))),
    });
  }
  const order: readonly WorldKind[] = ['build', 'stack', 'run'];
  const rank = ({ kind, isWide, wishes: its }: EngineWorld) =>
    5 * order.indexOf(kind) + (isWide ? 0 : Math.min(...its.map(({ claim }) => 1 + PARTS.indexOf(partOf(claim)))));
  return [...worlds.values()].sort((a, b) => rank(a) - rank(b));
}

function actOf(change: Change): Act | undefined {
  return 'run' in change ? change.run?.act : 'act' in change ? change.act : undefined;
}

/** Another program stands where the service was, or it never starts. */
function breaks(change: Change): boolean {
  const act = actOf(change)?.do;
  return act === 'exit' || act === 'sleep' || act === 'serve';
}

/** Something is only printed, and the service is as it was. */
function isHarmless(change: Change): boolean {
  const act = actOf(change);
  return act?.do === 'print' && act.exit === undefined;
}

/** The target of a world, as a sensor is pointed at it. Without a world: the original once more. */
export function changedTarget(
  { target, kind, change }: Pick<EngineWorld, 'target' | 'kind'> & { readonly change?: Change },
  pace: Pick<Changed, 'patienceMs' | 'windowMs'>,
): Target {
  return { ...target, changed: { ...pace, ...(change ? { [kind]: change } : {}) } };
}

/** What claims ask of the sensor of a kind. */
export function questionsOf(
  claims: readonly Claim[],
  kind: WorldKind,
): { readonly atoms: readonly Atom[]; readonly asks: readonly Ask[] } {
  const atoms = new Set<Atom>(kind === 'run' ? ['run.state'] : kind === 'build' ? ['build.outcome'] : []);
  const asks = new Map<string, Ask>();
  for (const claim of claims) {
    for (const atom of readsOf(claim)) if (atom.startsWith(`${kind}.`)) atoms.add(atom);
    for (const ask of claim.check.asks?.(claim.params) ?? []) asks.set(JSON.stringify(ask), ask);
  }
  return { atoms: [...atoms].sort(), asks: [...asks.values()] };
}
