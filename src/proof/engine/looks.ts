import {
  type Atom,
  type BuildFacts,
  type Ports,
  type Target,
  TickproofError,
  type Verdict,
} from '../../domain/index.ts';
import { judgeFacts } from '../../verify/index.ts';
import { type Claim, readsOf } from '../claim.ts';
import { sentence } from '../outcome.ts';
import type { Looks } from '../state.ts';
import type { Bench } from './bench.ts';
import { originalPace } from './pace.ts';
import { changedTarget, type EngineWorld, questionsOf, type WorldKind } from './worlds.ts';

const MOST_LOOKS = 3; // at an original that is red
/** The same image out of the same cache has the same of these: they are not looked at again. */
const OF_ONE_IMAGE: ReadonlySet<Atom> = new Set(['build.stages', 'build.touched']);
/** Measured: looked at with nothing beside it. */
const MEASURED: ReadonlySet<Atom> = new Set(['run.starts', 'run.health', 'run.memory', 'run.cpu', 'run.stop']);
/** Beside others only slower, or disturbed: green there is green, red there says nothing. */
const WORSE_BESIDE: ReadonlySet<Atom> = new Set([
  'stack.up',
  'stack.down',
  'build.cold',
  'build.warm',
  'build.dangling',
  'run.commands',
]);

interface Original {
  readonly kind: WorldKind;
  readonly target: Target;
  readonly claims: Map<string, Claim>;
  /** Its worlds that are not made yet. */
  open: number;
  /** One of its worlds is to be made once more, after all others. */
  isUnsettled: boolean;
}

/** The unchanged deployment once more, for each kind of world that was made: a claim that is ever red on it is flaky. */
export class LooksAgain {
  /** By claim, the first look included. */
  readonly looks = new Map<string, Looks>();
  readonly #bench: Bench;
  readonly #originals = new Map<string, Original>();
  /** What is not settled by the looks so far. */
  readonly #open = new Set<string>();

  constructor(worlds: readonly EngineWorld[], bench: Bench) {
    this.#bench = bench;
    for (const { kind, target, wishes } of worlds) {
      const name = nameOf({ kind, target });
      const it = this.#originals.get(name) ?? { kind, target, claims: new Map(), open: 0, isUnsettled: false };
      it.open += 1;
      for (const { claim } of wishes) it.claims.set(claim.id, claim);
      this.#originals.set(name, it);
    }
    for (const { claims } of this.#originals.values()) {
      for (const id of claims.keys()) {
        this.looks.set(id, { times: 1, green: 1 });
        this.#open.add(id);
      }
    }
  }

  /** A world was made. After the last of an original, what is not measured of it is looked at beside the worlds of others. */
  async after(world: EngineWorld, isSettled: boolean): Promise<void> {
    const original = this.#originals.get(nameOf(world));
    if (!original) return;
    original.open -= 1;
    original.isUnsettled ||= !isSettled;
    if (original.open > 0 || original.isUnsettled) return;
    const claims = [...original.claims.values()].filter((claim) => !readsAny(claim, MEASURED));
    await this.#look(original, claims, 'beside others');
  }

  /** What is measured, and what was red: one original after another, with nothing beside it. */
  async rest(): Promise<void> {
    for (const original of this.#originals.values()) {
      for (let look = 1; look <= MOST_LOOKS; look += 1) {
        const again = [...original.claims.values()].filter(
          ({ id }) => this.#open.has(id) && (this.looks.get(id)?.times ?? 0) <= MOST_LOOKS,
        );
        await this.#look(original, again, 'alone');
      }
    }
  }

  async #look({ kind, target }: Original, claims: readonly Claim[], how: 'beside others' | 'alone'): Promise<void> {
    if (claims.length === 0) return;
    const seen = await originalFacts(kind, target, claims, this.#bench);
    for (const claim of claims) {
      const why = 'because' in seen ? seen.because : whyRed(judgedAgain(claim, kind, seen.facts));
      const isTold = how === 'alone' || why === null || (!('isUnseen' in seen) && !readsAny(claim, WORSE_BESIDE));
      if (isTold) this.#note(claim.id, why);
    }
  }

  /** `why` it is red; null for green. */
  #note(id: string, why: string | null): void {
    const { times, green, because } = this.looks.get(id) ?? { times: 1, green: 1 };
    const told = why ?? because;
    this.looks.set(id, {
      times: times + 1,
      green: green + (why === null ? 1 : 0),
      ...(told === undefined ? {} : { because: told }),
    });
    if (why === null) this.#open.delete(id);
  }
}

const nameOf = ({ kind, target }: Pick<EngineWorld, 'kind' | 'target'>): string =>
  `${kind} ${target.stack?.name ?? ''}`;

const readsAny = (claim: Claim, atoms: ReadonlySet<Atom>): boolean => readsOf(claim).some((atom) => atoms.has(atom));

const whyRed = (verdict: Verdict): string | null => (verdict.status === 'pass' ? null : sentence(verdict));

function judgedAgain(claim: Claim, kind: WorldKind, facts: object): Verdict {
  const seen = kind === 'build' ? { ...claim.facts.build, ...facts } : facts;
  return judgeFacts(claim, { ...claim.facts, [kind]: seen });
}

type Again = { readonly facts: object } | { readonly because: string; readonly isUnseen?: true };

/** Facts of the original once more; why not where it cannot be looked at, or is another image by now. */
async function originalFacts(
  kind: WorldKind,
  target: Target,
  claims: readonly Claim[],
  { look, ports }: Bench,
): Promise<Again> {
  const { atoms, asks } = questionsOf(claims, kind);
  const unchanged = changedTarget({ kind, target }, originalPace(kind, target));
  try {
    const facts = await look(
      kind,
      unchanged,
      atoms.filter((atom) => !OF_ONE_IMAGE.has(atom)),
      asks,
    );
    const isSame = kind !== 'build' || (await isSameImage(facts, target, ports));
    return isSame ? { facts } : { because: 'the same folder built another image' };
  } catch (error) {
    if (!(error instanceof TickproofError) || error.code === 'interrupted') throw error;
    return { because: error.message, isUnseen: true };
  }
}

/** A build of the unchanged folder gives the image that all was judged on. */
async function isSameImage({ outcome }: Partial<BuildFacts>, { builtId }: Target, { engine }: Ports): Promise<boolean> {
  if (outcome?.status !== 'built' || builtId === null) return outcome?.status === 'built';
  return (await engine?.inspectImage(outcome.image))?.imageId === builtId;
}
