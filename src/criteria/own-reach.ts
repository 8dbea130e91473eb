import type { Kind, Mutant } from '../domain/index.ts';
import type { ChangeName } from './mutant-schema.ts';

type Part<M> = M extends unknown ? Omit<M, 'title' | 'reason'> : never;

/** What a mutant does, without its title and reason. */
export type Changed = Part<Mutant<string, unknown>>;

/** A change that can be made, or why it cannot. */
export type ReadChange = Changed | { readonly fault: string; readonly remedy: string };

/** Why a change cannot reach what a check reads. */
export function outOfReach(name: ChangeName, kinds: ReadonlySet<Kind>, reaches: string): ReadChange {
  return {
    fault: `\`${name}\` does not change what this check reads (${[...kinds].join(', ')})`,
    remedy: `Name another change: \`${name}\` is for checks of ${reaches}.`,
  };
}
