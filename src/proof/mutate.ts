import type { AnyCheck, Atom, CounterProof, Facts, Kind, Mutant, Verdict } from '../domain/index.ts';
import { TickproofError } from '../domain/index.ts';
import { sameJson } from '../formats/index.ts';
import { judgeFacts, type SeenFacts } from '../verify/index.ts';
import type { World } from './world.ts';

type AnyMutant = Mutant<string, unknown>;
type Outcome = CounterProof['outcome'];

/** What is tried: a check with its parameters, green on these facts. */
export interface Claim {
  readonly id: string;
  readonly check: AnyCheck;
  readonly params: unknown;
  readonly facts: SeenFacts;
}

const LATER = { R: 'it needs a container start', P: 'it needs a stack start', B: 'it needs a rebuild' } as const;

/** Makes one mutant and judges the claim on it. Never throws for a mutant that cannot be made: that is an outcome. */
export async function tryMutant(claim: Claim, mutant: AnyMutant, world: World): Promise<Outcome> {
  if (mutant.level === 'R' || mutant.level === 'P' || mutant.level === 'B') {
    const needs =
      mutant.level === 'R' && claim.check.reads.some((atom: string) => atom.startsWith('build.'))
        ? LATER.B
        : LATER[mutant.level];
    return { status: 'not-run', because: `${needs}; this version proves what bytes alone can prove` };
  }
  try {
    const facts = await mutated(claim, mutant, world);
    if ('status' in facts) return facts;
    if (mutant.level !== 'J' && sameAtoms(claim.check, facts.facts, claim.facts)) {
      return { status: 'equivalent', because: 'this deployment looks the same to the check after the edit' };
    }
    return outcomeOf(judgeFacts(claim, facts.facts), mutant.reason);
  } catch (error) {
    if (!(error instanceof TickproofError) || error.code === 'interrupted') throw error;
    return { status: 'not-run', because: error.message };
  }
}

/** Judges the claim where there is nothing to judge: green there means that it proves nothing. */
export async function tryNothing(claim: Claim, world: World): Promise<Outcome> {
  try {
    const facts = await world.nothing(claim.check.reads as readonly Atom[]);
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

type Made = { readonly facts: SeenFacts } | (Outcome & { readonly status: 'equivalent' | 'not-run' });

const NOTHING_TO_CHANGE: Made = {
  status: 'equivalent',
  because: 'this deployment offers nothing that the edit could change',
};
const NO_FOLDER: Made = { status: 'not-run', because: 'there is no folder to edit' };
const NO_IMAGE: Made = { status: 'not-run', because: 'there is no image to edit' };

async function mutated({ check, params, facts }: Claim, mutant: AnyMutant, world: World): Promise<Made> {
  switch (mutant.level) {
    case 'S': {
      const sources = world.sources();
      if (!sources) return NO_FOLDER;
      const edited = mutant.edit(sources, params);
      return edited
        ? { facts: { ...facts, ...(await world.fromSources(edited, check.reads as readonly Atom[])) } }
        : NOTHING_TO_CHANGE;
    }
    case 'K': {
      const { edit } = mutant;
      if (!world.image) return NO_IMAGE;
      if (edit === 'flip-a-byte') return withImage(facts, await world.image.withForgedConfig());
      return withImage(facts, await world.image.withConfig((config) => edit(config, params)));
    }
    case 'L':
      if (!world.image) return NO_IMAGE;
      return withImage(
        facts,
        await world.image.withLayers((image) => mutant.edit(image, params), check.reads as readonly Atom[]),
      );
    default: {
      const edited = mutant.level === 'J' ? mutant.edit(facts as Facts, params) : null; // a check's own mutant edits only what the check reads
      return edited ? { facts: { ...facts, ...edited } } : NOTHING_TO_CHANGE;
    }
  }
}

function withImage(facts: SeenFacts, changed: SeenFacts | null): Made {
  return changed ? { facts: { ...facts, ...changed } } : NOTHING_TO_CHANGE;
}

function outcomeOf(verdict: Verdict, expected: string): Outcome {
  if (verdict.status === 'inconclusive' && verdict.reason === expected)
    return { status: 'killed', reason: expected, message: verdict.because };
  if (verdict.status !== 'fail') return { status: 'survived', verdict: verdict.status, reasons: [] };
  const hit = verdict.findings.find(({ reason }) => reason === expected);
  if (hit) return { status: 'killed', reason: hit.reason, message: hit.message };
  return { status: 'survived', verdict: 'fail', reasons: [...new Set(verdict.findings.map(({ reason }) => reason))] };
}

function sentence(verdict: Verdict): string {
  if (verdict.status === 'fail') return verdict.findings[0].message;
  return verdict.status === 'pass' ? 'green' : verdict.because;
}

/** Whether the check would read the same from both: equal digests without hashing, atom by atom. */
function sameAtoms(check: AnyCheck, one: SeenFacts, other: SeenFacts): boolean {
  return (check.reads as readonly Atom[]).every((atom) => {
    const [a, b] = [atomOf(one, atom), atomOf(other, atom)];
    return sameJson(a, b);
  });
}

function atomOf(facts: SeenFacts, atom: Atom): unknown {
  const [kind, part] = atom.split('.') as [Kind, string]; // the shape of an atom
  return (facts[kind] as Readonly<Record<string, unknown>> | undefined)?.[part];
}
