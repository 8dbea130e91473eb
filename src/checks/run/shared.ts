import type { Ask, Bound, Facts, RunFacts } from '../../domain/index.ts';
import { redSideOf } from '../../formats/answers/index.ts';
import { humanize } from '../kit.ts';

export { DEFAULT_LOG_PATTERN, headerFault, matchingLines, observed } from '../../formats/answers/index.ts';
export type { Ask };

/** Level J: the comparison alone, just beyond the bound. `put` lays the number into the facts of the run. */
export function boundMutants<const R extends string>(
  reason: R,
  target: Bound,
  step: number,
  put: (run: RunFacts, value: number) => Partial<RunFacts>,
) {
  return redSideOf(target, step).map((value) => ({
    level: 'J' as const,
    title: `${humanize(value, target.unit)} against ${target.text}`,
    reason,
    edit: (facts: Facts): Partial<Facts> => ({ run: { ...facts.run, ...put(facts.run, value) } }),
  }));
}
