import type { PlantedFile, RunChange } from '../../../domain/index.ts';
import { isWithin, type Step } from '../../../formats/index.ts';
import type { ImageSeen } from './image-seen.ts';

/** What a criterion asks of its command. */
export interface Wanted {
  readonly exit: number;
  readonly contains?: string | undefined;
  readonly matches?: string | undefined;
}

export type Reason = 'exit' | 'output';

/** A world in which what a command says of its image is false. */
export interface Falsehood {
  readonly title: string;
  readonly reason: Reason;
  readonly change: RunChange;
  /** Shows only that the question is asked. */
  readonly weak?: true;
}

export function asksOutput({ contains, matches }: Wanted): boolean {
  return contains !== undefined || matches !== undefined;
}

/** What comes back when a step fails: its exit code where that reaches the end, else what is printed. */
export function reasonOf({ fate }: Step, wanted: Wanted): Reason {
  return fate === 'swallowed' && asksOutput(wanted) ? 'output' : 'exit';
}

/** What comes back when a step succeeds and prints something else. */
export function reasonOfOutput({ fate, readBy, inside }: Step, wanted: Wanted): Reason {
  const judged = fate === 'exit' && (readBy.length > 0 || inside !== null);
  return judged || !asksOutput(wanted) ? 'exit' : 'output';
}

/** A failure is what is wanted of the step. */
export function isInverted({ negated }: Step, { exit }: Wanted): boolean {
  return (exit !== 0) !== negated;
}

export function layered(entries: readonly PlantedFile[]): RunChange {
  return { layers: [entries] };
}

/** White-outs. What the engine would make again, it is not told to. */
export function without(paths: readonly string[], { made }: Pick<ImageSeen, 'made'>): RunChange {
  const change = layered([...new Set(paths)].map((path) => ({ path, type: 'whiteout' })));
  const isMade = made.some((folder) => paths.some((path) => isWithin(path, folder)));
  return isMade ? { ...change, config: { workingDir: '/', volumes: [] } } : change;
}

const SHOWN = 3;

/** Paths in a title: the first few. */
export function shown(paths: readonly string[]): string {
  const [...first] = paths.slice(0, SHOWN);
  return first.join(', ') + (paths.length > SHOWN ? ` and ${paths.length - SHOWN} more` : '');
}
