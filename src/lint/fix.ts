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
  const all = applied(text, fixes);
  const known = faults(text);
  if (faults(all) <= known) return { text: all, applied: all === text ? 0 : fixes.length };
  const good = fixes.filter((fix) => faults(applied(text, [fix])) <= known);
  const most = applied(text, good);
  // each alone is right, but not together: one is enough to go on with
  const safe = faults(most) <= known ? good : good.slice(0, 1);
  const result = applied(text, safe);
  return { text: result, applied: result === text ? 0 : safe.length };
}

function applied(text: string, fixes: readonly Mend[]): string {
  return applyEdits(
    text,
    fixes.flatMap(({ edits }) => edits),
  );
}

/** Those that touch no edit of an earlier one, in the order of the file. */
function apart(fixes: readonly Mend[]): readonly Mend[] {
  const taken: TextEdit[] = [];
  const start = ({ edits }: Mend) => Math.min(...edits.map((edit) => edit.start));
  return [...fixes]
    .sort((left, right) => start(left) - start(right))
    .filter(({ edits }) => {
      const isClear = edits.every((edit) => taken.every((other) => edit.end < other.start || other.end < edit.start));
      if (isClear) taken.push(...edits);
      return isClear;
    });
}
