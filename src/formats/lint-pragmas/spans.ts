import { lastNotAbove } from '../sorted.ts';

/** Something that holds from one line to another. */
export interface Span<T> {
  readonly from: number;
  readonly to: number;
  readonly value: T;
}

/** What holds at a line, of spans that do not lie over each other unless they are the same. */
export function spansAt<T>(spans: readonly Span<T>[]): (line: number) => readonly T[] {
  const sorted = [...spans].sort((left, right) => left.from - right.from);
  const starts = sorted.map(({ from }) => from);
  return (line) => {
    const held: T[] = [];
    const last = lastNotAbove(starts, line);
    for (let at = last; at >= 0 && starts[at] === starts[last]; at -= 1) {
      const span = sorted[at];
      if (span && line <= span.to) held.push(span.value);
    }
    return held;
  };
}
