import type { LintFinding } from '../domain/index.ts';
import { nearestId } from '../formats/index.ts';
import type { Pragmas } from '../formats/lint-pragmas/index.ts';
import { isKnownTo, type LintPlan } from './plan.ts';

/** What is found in comments for linters. No check: there is nothing to switch off in it. */
export const COMMENTS = {
  id: 'lint/comment',
  aliases: [],
  title: 'A comment that switches a check off does so',
  why: 'A comment that does nothing looks as if somebody had decided something.',
  remedy:
    'Write `# tickproof ignore=ID: because …`, or `# hadolint ignore=ID`, right above the instruction, with an id of `tickproof explain`.',
} as const;

/** For how many of them it is told which one may be meant: each is held against every name. */
const MOST_HINTS = 100;

/** Comments that were meant to switch something off, and do not. */
export function commentFaults({ problems, named }: Pragmas, plan: LintPlan, file: string): LintFinding[] {
  const unknown = named
    .filter(({ id, by }) => !isKnownTo(plan, id) || !SPEAKERS[by].isTheirs(id))
    .map(({ id, at, by }, index) => {
      const { what, isTheirs } = SPEAKERS[by];
      const near = index < MOST_HINTS ? meant(id, [...plan.known].filter(isTheirs)) : '';
      return { message: `${what} \`${id}\`${near}`, at };
    });
  return [...problems, ...unknown].map(({ message, at }) => ({
    ...COMMENTS,
    severity: 'warning',
    references: [],
    fix: null,
    superseded: false,
    message,
    at: { ...at, file },
  }));
}

type Speaker = Pragmas['named'][number]['by'];

/** Whose ids a comment names, and how it is said that there is none such. */
const SPEAKERS: Readonly<Record<Speaker, { readonly what: string; readonly isTheirs: (id: string) => boolean }>> = {
  tickproof: { what: 'there is no check', isTheirs: () => true },
  hadolint: { what: 'hadolint has no rule', isTheirs: (id) => /^(?:DL|SC)\d{4}$/.test(id) },
  buildkit: { what: 'there is no build check', isTheirs: (id) => /^[A-Z]+[a-z][A-Za-z]*$/.test(id) },
};

function meant(id: string, known: readonly string[]): string {
  const near = nearestId(id.split(' ', 1)[0] ?? id, known);
  return near === null ? '' : `, did you mean \`${near}\`?`;
}
