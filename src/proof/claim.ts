import type { AnyCheck, Atom, CounterProof, Inputs, Mutant, SeenFacts } from '../domain/index.ts';
import type { GroupName } from '../verify/index.ts';

export type AnyMutant = Mutant<string, unknown>;
export type Outcome = CounterProof['outcome'];
/** A mutant that an engine makes. */
export type EngineMutant = Extract<AnyMutant, { readonly level: 'R' | 'P' | 'B' }>;

/** What is tried: a check with its parameters, green on these facts. */
export interface Claim {
  readonly id: string;
  readonly check: AnyCheck;
  readonly params: unknown;
  readonly facts: SeenFacts;
  /** The groups that its facts are of: a stack's are by its name. */
  readonly groups?: readonly GroupName[];
  /** What the criterion names beside the check's own. */
  readonly mutants?: readonly AnyMutant[];
  /** Digests of what its facts were read from: the key of what is kept. Null = nothing is kept. */
  readonly inputs?: Inputs | null;
}

type Made = Pick<Claim, 'check' | 'params' | 'facts' | 'mutants'>;

const made = new WeakMap<Made, readonly AnyMutant[]>();

/** A claim's mutants for the deployment at hand: the check's, those made from its facts, those that the criterion names. */
export function mutantsOf(claim: Made): readonly AnyMutant[] {
  const known = made.get(claim); // reading a large image for what can be changed takes its time
  if (known) return known;
  const { check, params, facts, mutants: own = [] } = claim;
  const all = [...check.mutants, ...(check.mutantsFor?.(facts as never, params) ?? []), ...own] as AnyMutant[]; // the registry has forgotten the types of facts and parameters
  made.set(claim, all);
  return all;
}

export function isEngineMutant(mutant: AnyMutant): mutant is EngineMutant {
  return mutant.level === 'R' || mutant.level === 'P' || mutant.level === 'B';
}

export function readsOf({ check }: Pick<Claim, 'check'>): readonly Atom[] {
  return check.reads as readonly Atom[];
}
