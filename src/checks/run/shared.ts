import type { Ask, Bound, RunChange, RunFacts } from '../../domain/index.ts';
import { humanize } from '../../formats/index.ts';

export {
  answerFault,
  DEFAULT_LOG_PATTERN,
  headerFault,
  matchingLine,
  matchingLines,
  observed,
} from '../../formats/answers/index.ts';
export type { Ask, RunChange };
export type Starts = RunFacts['starts'];

/** In place of the service: up, silent, and deaf on every port. Several checks share this world. */
export const SLEEPER: RunChange = { act: { do: 'sleep' } };

/** The port of a stub that is asked where nothing names one. */
export const OWN_PORT = 0;

/** Whether more breaks the bound. */
export const isUpper = ({ op }: Bound): boolean => op === '<' || op === '<=' || op === '=';

/** A nearer bound, where the real one is too far off to be passed in a world. */
export function below(target: Bound, value: number): Bound {
  return { ...target, op: '<', value, text: `<${humanize(value, target.unit)}` };
}

/** A nearer bound on a time, some way beyond what was measured. */
export function beyond(target: Bound, measuredMs: number): Bound {
  return below(target, Math.min(target.value, Math.ceil((1.5 * measuredMs + 500) / 100) * 100));
}
