import type { ShellCommand } from './read.ts';

type Joint = '&&' | '||' | '|' | ';';

/** Commands in a row that the same kinds of joints hold together. */
export interface Run {
  readonly items: readonly ShellCommand[];
  readonly joints: readonly Joint[];
  /** What joins it to the next. */
  readonly after: Joint | null;
}

/** Cuts a row of commands where a joint says so. */
export function splitAt(
  items: readonly ShellCommand[],
  joints: readonly Joint[],
  cuts: (joint: Joint) => boolean,
): Run[] {
  const runs: Run[] = [];
  let from = 0;
  for (let index = 0; index < items.length; index++) {
    const joint = joints[index] ?? null;
    if (joint !== null && !cuts(joint)) continue;
    runs.push({ items: items.slice(from, index + 1), joints: joints.slice(from, index), after: joint });
    from = index + 1;
  }
  return runs;
}

/** What joins two neighbours; a group's parentheses are looked through. */
export function jointOf(before: ShellCommand | undefined, after: ShellCommand): Joint {
  const signs = [before?.after, after.before];
  for (const sign of signs) if (sign === '&&' || sign === '||' || sign === '|') return sign;
  return ';';
}
