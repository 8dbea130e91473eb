import type { ComposeDisagreement, Criterion, SeenFacts, Verdict } from '../domain/index.ts';

type Judge = (facts: SeenFacts) => Verdict;

/**
 * Holds a verdict against the model of Compose's own client, where that differs from ours: what both say stands, anything else
 * cannot be said.
 */
export function heldAgainstClient(
  { check }: Pick<Criterion, 'check'>,
  facts: SeenFacts,
  verdict: Verdict,
  judge: Judge,
): Verdict {
  const { compose } = facts;
  const disagreement = compose?.disagreement;
  if (!compose || !disagreement || verdict.status === 'inconclusive') return verdict;
  const other = judge({ ...facts, compose: { ...compose, ...disagreement.theirs } });
  if (gist(other) === gist(verdict)) return verdict;
  return {
    status: 'inconclusive',
    because: `Compose ${disagreement.client} reads the project otherwise than we do, and by its model ${check.id} ${outcomeOf(other)}, by ours it ${outcomeOf(verdict)}: ${shown(disagreement)}`,
    remedy:
      'Write the place so that every release reads it alike, bring Compose up to date, or report it as a fault of Tickproof.',
  };
}

/** What a verdict says, whatever its words. */
function gist(verdict: Verdict): string {
  if (verdict.status !== 'fail') return verdict.status;
  return ['fail', ...new Set(verdict.findings.map(({ reason }) => reason))].sort().join(' ');
}

const OUTCOMES = {
  pass: 'passes',
  fail: 'fails',
  inapplicable: 'does not apply',
  inconclusive: 'cannot be judged',
} as const;

const outcomeOf = ({ status }: Verdict): string => OUTCOMES[status];

const MOST_SHOWN = 3;

function shown({ differences }: ComposeDisagreement): string {
  const lines = differences
    .slice(0, MOST_SHOWN)
    .map(({ path, ours, theirs }) => `${path === '' ? 'the project' : path}: ours ${ours}, theirs ${theirs}`);
  const more = differences.length - lines.length;
  return `${lines.join('; ')}${more > 0 ? `; ${more} more` : ''}`;
}
