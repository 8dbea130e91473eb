import type { LintFinding, TextEdit } from '../domain/index.ts';
import { applyEdits } from '../formats/index.ts';

export interface Fixed {
  readonly text: string;
  /** How many findings were mended. */
  readonly applied: number;
}

/** How a text is looked at: what is found, and how many faults keep it from being read. */
export interface FixWorld {
  readonly find: (text: string) => readonly LintFinding[];
  readonly faults: (text: string) => number;
}

const MOST_PASSES = 12;
/** How often a text is read again to find the fixes that spoil it. */
const MOST_ASKED = 300;

type Mend = NonNullable<LintFinding['fix']>;

/**
 * Applies the fixes of a text until none is left. Those that touch each other wait for the next pass, where they are made anew.
 * One that would make the text worse to read is left out.
 */
export function fixText(text: string, world: FixWorld): Fixed {
  let now: Fixed = { text, applied: 0 };
  for (let pass = 0; pass < MOST_PASSES; pass += 1) {
    const next = onePass(now.text, world);
    if (next.applied === 0) break;
    now = { text: next.text, applied: now.applied + next.applied };
  }
  return now;
}

function onePass(text: string, { find, faults }: FixWorld): Fixed {
  const fixes = apart(find(text).flatMap(({ fix }) => (fix && fix.edits.length > 0 ? [fix] : [])));
  const known = faults(text);
  let asked = 0;
  const isSafe = (some: readonly Mend[]): boolean => {
    asked += 1;
    return asked <= MOST_ASKED && faults(applied(text, some)) <= known;
  };
  const safe = safest(fixes, isSafe);
  const result = applied(text, safe);
  return { text: result, applied: result === text ? 0 : safe.length };
}

/** As many as can be applied together, found by halves: most often all. */
function safest(fixes: readonly Mend[], isSafe: (some: readonly Mend[]) => boolean): readonly Mend[] {
  if (fixes.length === 0 || isSafe(fixes)) return fixes;
  if (fixes.length === 1) return [];
  const half = Math.ceil(fixes.length / 2);
  const first = safest(fixes.slice(0, half), isSafe);
  const second = safest(fixes.slice(half), isSafe);
  if (first.length === 0) return second;
  const both = [...first, ...second];
  // each half alone is right, but not together: one is enough to go on with
  return second.length === 0 || !isSafe(both) ? first : both;
}

function applied(text: string, fixes: readonly Mend[]): string {
  return applyEdits(
    text,
    fixes.flatMap(({ edits }) => edits),
  );
}

/** Those that touch no edit of an earlier one, in the order of the file. */
function apart(fixes: readonly Mend[]): readonly Mend[] {
  const taken: TextEdit[] = []; // by place, none touching another fix's
  const start = ({ edits }: Mend) => edits.reduce((least, edit) => Math.min(least, edit.start), Infinity);
  return [...fixes]
    .sort((left, right) => start(left) - start(right))
    .filter(({ edits }) => {
      const isClear = edits.every((edit) => {
        const before = taken[lastBefore(taken, edit.end)];
        return before === undefined || before.end < edit.start;
      });
      if (isClear) for (const edit of edits) taken.splice(lastBefore(taken, edit.start) + 1, 0, edit);
      return isClear;
    });
}

/** The index of the last that begins at or before an offset; -1 where there is none. */
function lastBefore(taken: readonly TextEdit[], offset: number): number {
  let low = 0;
  let high = taken.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((taken[middle]?.start ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
