import { type Atom, type Facts, type Kind, type SeenFacts, TickproofError } from '../domain/index.ts';
import { sameJson } from '../formats/index.ts';
import { judgeFacts } from '../verify/index.ts';
import { type AnyMutant, type Claim, isEngineMutant, type Outcome, readsOf } from './claim.ts';
import { NO_FOLDER, NOTHING_TO_CHANGE, outcomeOf, sentence } from './outcome.ts';
import type { World } from './world.ts';

/** What a mutant of the bytes came to, with the facts of its world where there is one. */
export interface Tried {
  readonly outcome: Outcome;
  readonly facts: SeenFacts | null;
}

/** Makes one mutant of the bytes and judges the claim on it. Never throws for a mutant that cannot be made: that is an outcome. */
export async function tryMutant(claim: Claim, mutant: AnyMutant, world: World): Promise<Tried> {
  try {
    const made = await mutated(claim, mutant, world);
    if ('status' in made) return { outcome: made, facts: null };
    const verdict = judgeFacts(claim, made.facts);
    // facts that are the same are judged the same: only what stays green may be an edit that the check cannot see
    if (mutant.level !== 'J' && verdict.status === 'pass' && sameAtoms(claim, made.facts)) {
      return {
        outcome: { status: 'equivalent', because: 'this deployment looks the same to the check after the edit' },
        facts: null,
      };
    }
    return { outcome: outcomeOf(verdict, mutant.reason), facts: made.facts };
  } catch (error) {
    if (!(error instanceof TickproofError) || error.code === 'interrupted') throw error;
    return { outcome: { status: 'not-run', because: error.message }, facts: null };
  }
}

/** Judges the claim where there is nothing to judge: green there means that it proves nothing. */
export async function tryNothing(claim: Claim, world: World): Promise<Outcome> {
  try {
    const facts = await world.nothing(readsOf(claim));
    const verdict = judgeFacts(claim, facts);
    if (verdict.status === 'pass') return { status: 'survived', verdict: 'pass', reasons: [] };
    return {
      status: 'killed',
      reason: verdict.status === 'fail' ? verdict.findings[0].reason : verdict.status,
      message: sentence(verdict),
    };
  } catch (error) {
    if (!(error instanceof TickproofError) || error.code === 'interrupted') throw error;
    return { status: 'killed', reason: 'inconclusive', message: error.message };
  }
}

type Made = { readonly facts: SeenFacts } | Outcome;

const NO_IMAGE: Outcome = { status: 'not-run', because: 'there is no image to edit' };

async function mutated(claim: Claim, mutant: AnyMutant, world: World): Promise<Made> {
  const { params, facts } = claim;
  if (isEngineMutant(mutant)) return { status: 'not-run', because: 'it needs an engine', later: true };
  switch (mutant.level) {
    case 'S': {
      const sources = world.sources();
      if (!sources) return NO_FOLDER;
      const edited = mutant.edit(sources, params);
      return edited ? { facts: { ...facts, ...(await world.fromSources(edited, readsOf(claim))) } } : NOTHING_TO_CHANGE;
    }
    case 'K': {
      const { edit } = mutant;
      if (!world.image) return NO_IMAGE;
      if (edit === 'flip-a-byte') return withImage(facts, await world.image.withForgedConfig());
      return withImage(facts, await world.image.withConfig((config) => edit(config, params)));
    }
    case 'L':
      if (!world.image) return NO_IMAGE;
      return withImage(facts, await world.image.withLayers((image) => mutant.edit(image, params), readsOf(claim)));
    case 'J': {
      const whole = facts as Facts; // a check's own mutant edits only what the check reads
      const green = mutant.green && judgeFacts(claim, { ...facts, ...mutant.green(whole, params) });
      if (green && green.status !== 'pass')
        return { status: 'survived', verdict: green.status, reasons: ['red on the green side'] };
      const edited = mutant.edit(whole, params);
      return edited ? { facts: { ...facts, ...edited } } : NOTHING_TO_CHANGE;
    }
  }
}

function withImage(facts: SeenFacts, changed: SeenFacts | null): Made {
  return changed ? { facts: { ...facts, ...changed } } : NOTHING_TO_CHANGE;
}

/** Whether the check would read the same from both: equal digests without hashing, atom by atom. */
function sameAtoms(claim: Claim, other: SeenFacts): boolean {
  return readsOf(claim).every((atom) => sameJson(atomOf(claim.facts, atom), atomOf(other, atom)));
}

/** One atom of some facts; undefined where it was not seen. */
export function atomOf(facts: SeenFacts, atom: Atom): unknown {
  const [kind, part] = atom.split('.') as [Kind, string]; // the shape of an atom
  return (facts[kind] as Readonly<Record<string, unknown>> | undefined)?.[part];
}
