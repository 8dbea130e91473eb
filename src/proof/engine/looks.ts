import {
  type Atom,
  type BuildFacts,
  type Ports,
  type Target,
  TickproofError,
  type Verdict,
} from '../../domain/index.ts';
import { judgeFacts } from '../../verify/index.ts';
import type { Claim } from '../claim.ts';
import { sentence } from '../outcome.ts';
import type { Looks } from '../state.ts';
import type { Bench } from './bench.ts';
import { originalPace } from './pace.ts';
import { changedTarget, type EngineWorld, questionsOf, type WorldKind } from './worlds.ts';

const MOST_LOOKS = 3; // at an original that is red
/** The same image out of the same cache has the same of these: they are not looked at again. */
const OF_ONE_IMAGE: ReadonlySet<Atom> = new Set(['build.stages', 'build.touched']);

/** The unchanged deployment once more, for each kind of world that was made: a claim that is ever red on it is flaky. */
export async function lookAgain(worlds: readonly EngineWorld[], bench: Bench): Promise<ReadonlyMap<string, Looks>> {
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
