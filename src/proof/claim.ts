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

/** A claim's mutants for the deployment at hand: the check's, those made from its facts, those that the criterion names. */
export function mutantsOf({
  check,
  params,
  facts,
  mutants = [],
}: Pick<Claim, 'check' | 'params' | 'facts' | 'mutants'>): AnyMutant[] {
  return [...check.mutants, ...(check.mutantsFor?.(facts as never, params) ?? []), ...mutants] as AnyMutant[]; // the registry has forgotten the types of facts and parameters
}

export function isEngineMutant(mutant: AnyMutant): mutant is EngineMutant {
  return mutant.level === 'R' || mutant.level === 'P' || mutant.level === 'B';
}

export function readsOf({ check }: Pick<Claim, 'check'>): readonly Atom[] {
  return check.reads as readonly Atom[];
}
