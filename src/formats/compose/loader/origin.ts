import type { Place } from '../../../domain/index.ts';
import type { Tokens } from '../tokens.ts';

/** One file as it was read. */
export interface Source {
  /** As the project's users know it. */
  readonly file: string;
  readonly text: string;
  /** Where somebody has cut it up already. */
  readonly tokens?: Tokens | undefined;
}

/** A step that brought a value where it is. */
export interface Step {
  readonly kind: 'extends' | 'include';
  /** Where the step is written. */
  readonly at: Origin;
}

/** Where a value is written, and by which steps it came; values that nobody wrote have the place that asked for them. */
export interface Origin {
  readonly source: Source;
  readonly start: number;
  readonly end: number;
  /** The latest first. */
  readonly steps: readonly Step[];
  /** Compose added it on its own. */
  readonly isDefault?: true;
}

export function originOf(source: Source, start = 0, end = start): Origin {
  return { source, start, end, steps: [] };
}

/** The same place, as of a value that Compose adds. */
export const byDefault = (at: Origin): Origin => (at.isDefault ? at : { ...at, isDefault: true });

const LINES = new WeakMap<Source, readonly number[]>();

function lineStartsOf(source: Source): readonly number[] {
  const known = LINES.get(source);
  if (known) return known;
  const starts = [0];
  for (let at = source.text.indexOf('\n'); at >= 0; at = source.text.indexOf('\n', at + 1)) starts.push(at + 1);
  LINES.set(source, starts);
  return starts;
}

function lineAt(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The line that a place begins on. */
export function lineOf({ source, start }: Origin): string {
  const starts = lineStartsOf(source);
  const line = lineAt(starts, start);
  return source.text.slice(starts[line], starts[line + 1]).trimEnd();
}

export function placeOf({ source, start, end }: Origin): Place {
  const starts = lineStartsOf(source);
  const first = lineAt(starts, start);
  const last = lineAt(starts, Math.max(start, end));
  return {
    file: source.file,
    startLine: first + 1,
    endLine: last + 1,
    startColumn: start - (starts[first] ?? 0) + 1,
    endColumn: Math.max(start, end) - (starts[last] ?? 0) + 1,
    startOffset: start,
    endOffset: Math.max(start, end),
  };
}
