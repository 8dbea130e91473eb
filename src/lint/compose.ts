import type { AnyCheck, Atom, ComposeFacts, LintFinding, Place } from '../domain/index.ts';
import { ownComments } from '../formats/lint-pragmas/index.ts';
import { arranged, findingsOf } from './findings.ts';
import type { LintPlan } from './plan.ts';

/** What a compose check may read here: the project's own texts and model. */
const READ: readonly Atom[] = [
  'compose.files',
  'compose.comments',
  'compose.problems',
  'compose.unset',
  'compose.model',
];

/** Everything that the plan's checks object to in one file of a project, less what its comments switch off. Pure. */
export function lintCompose(plan: LintPlan, compose: ComposeFacts, file: string): readonly LintFinding[] {
  const top: Place = { file, startLine: 1, endLine: 1 };
  const rules = plan.rules.filter(({ check, onRequest }) => !onRequest && isOfTexts(check));
  const found = rules.flatMap((rule) => findingsOf(rule, { compose }, top)).filter(({ at }) => at.file === file);
  const ignores = ownComments(compose.comments.filter(({ at }) => at.file === file));
  const kept = found.filter(
    (it) =>
      !ignores.some(
        ({ ids, holds }) => holds(it.at.startLine) && [it.id, ...it.aliases].some((id) => ids.includes(id)),
      ),
  );
  return arranged(kept, plan);
}

function isOfTexts({ id, reads }: AnyCheck): boolean {
  return id.startsWith('compose/') && (reads as readonly Atom[]).every((atom) => READ.includes(atom));
}
