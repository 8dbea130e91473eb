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
import { isMeasured, isWorseBeside, partOf } from './measured.ts';
import { originalPace } from './pace.ts';
import { changedTarget, type EngineWorld, questionsOf, type WorldKind } from './worlds.ts';

const MOST_LOOKS = 3; // at an original that is red
/** The same image out of the same cache has the same of these: they are not looked at again. */
const OF_ONE_IMAGE: ReadonlySet<Atom> = new Set(['build.stages', 'build.touched']);
/** What is looked at together: claims of one part of an original. */
interface Original {
  readonly kind: WorldKind;
  readonly target: Target;
  readonly isMeasured: boolean;
  /** What is not green yet. */
  readonly claims: Map<string, Claim>;
  /** How often a claim was red. */
  readonly red: Map<string, number>;
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

  constructor(worlds: readonly EngineWorld[], bench: Bench) {
    this.#bench = bench;
    for (const world of worlds) {
      const those = new Map(world.wishes.map(({ claim }) => [nameOf(world, claim), isMeasured(claim)]));
      for (const [name, measured] of those) {
        const it = this.#originals.get(name) ?? originalOf(world, measured);
        it.open += 1;
        this.#originals.set(name, it);
      }
      for (const { claim } of world.wishes) {
        this.#originals.get(nameOf(world, claim))?.claims.set(claim.id, claim);
        this.looks.set(claim.id, { times: 1, green: 1 });
      }
    }
  }

  /** A world was made. After the last that claims want which are not measured, they are looked at beside other worlds. */
  async after(world: EngineWorld, isSettled: boolean): Promise<void> {
    for (const name of new Set(world.wishes.map(({ claim }) => nameOf(world, claim)))) {
      const original = this.#originals.get(name);
      if (!original) continue;
      original.open -= 1;
      original.isUnsettled ||= !isSettled;
      if (original.open === 0 && !original.isUnsettled && !original.isMeasured)
        await this.#look(original, [...original.claims.values()], 'beside others');
    }
  }

  /** What is measured, and what was red: one original after another, with nothing beside it. */
  async rest(): Promise<void> {
    for (const original of this.#originals.values()) {
      for (;;) {
        const again = [...original.claims.values()].filter(({ id }) => (original.red.get(id) ?? 0) < MOST_LOOKS);
        if (again.length === 0) break;
        await this.#look(original, again, 'alone');
      }
    }
  }

  async #look(original: Original, claims: readonly Claim[], how: 'beside others' | 'alone'): Promise<void> {
    const { kind, target } = original;
    const seen = await originalFacts(kind, target, claims, this.#bench);
    for (const claim of claims) {
      const why = 'because' in seen ? seen.because : whyRed(judgedAgain(claim, kind, seen.facts));
      const isTold = how === 'alone' || why === null || (!('isUnseen' in seen) && !isWorseBeside(claim));
      if (isTold) this.#note(original, claim.id, why);
    }
  }

  /** `why` it is red; null for green. */
  #note({ claims, red }: Original, id: string, why: string | null): void {
    const { times, green, because } = this.looks.get(id) ?? { times: 1, green: 1 };
    const told = why ?? because;
    this.looks.set(id, {
      times: times + 1,
      green: green + (why === null ? 1 : 0),
      ...(told === undefined ? {} : { because: told }),
    });
    if (why === null) claims.delete(id);
    else red.set(id, (red.get(id) ?? 0) + 1);
  }
}

const originalOf = ({ kind, target }: EngineWorld, measured: boolean): Original => ({
  kind,
  target,
  isMeasured: measured,
  claims: new Map(),
  red: new Map(),
  open: 0,
  isUnsettled: false,
});

const nameOf = ({ kind, target }: EngineWorld, claim: Claim): string =>
  `${kind} ${target.stack?.name ?? ''}, ${partOf(claim)}`;

const whyRed = (verdict: Verdict): string | null => (verdict.status === 'pass' ? null : sentence(verdict));

function judgedAgain(claim: Claim, kind: WorldKind, facts: object): Verdict {
  const seen = kind === 'build' ? { ...claim.facts.build, ...facts } : facts;
  return judgeFacts(claim, { ...claim.facts, [kind]: seen });
}

/** The state is asked of every world; of the original only where somebody reads it, since it costs a life and a watch over it. */
const isRead = (atom: Atom, claims: readonly Claim[]): boolean => claims.some((claim) => readsOf(claim).includes(atom));

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
      atoms.filter((atom) => !OF_ONE_IMAGE.has(atom) && (atom !== 'run.state' || isRead(atom, claims))),
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
