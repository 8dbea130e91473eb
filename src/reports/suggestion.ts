import type { CounterProof, Tick } from '../domain/index.ts';
import { measuredText, wanted } from './observed.ts';

const SLACK = 0.5;

/** What to do about a mutant that a criterion did not notice. Text from the world: escape it. */
export function suggestionFor({ measured, criterion }: Tick, { level, outcome, expected }: CounterProof): string {
  if (level === 'null')
    return 'It is green where there is nothing to judge: ask for the thing itself, or use a check that reads it.';
  if (outcome.status === 'survived' && outcome.verdict === 'fail')
    return `Something else broke first (${outcome.reasons.join(', ')}): ask for \`${expected}\` with a criterion of its own, or mend what hides it.`;
  if (outcome.status === 'survived' && outcome.verdict !== 'pass')
    return `It was ${outcome.verdict} there, which is not red: ask for what must be there as well.`;
  if (isAboutBound(expected) && measured?.target && measured.margin !== null && measured.margin > SLACK)
    return `Tighten the bound: ${measuredText(measured)} was seen where ${wanted(measured.target, measured.unit)} is asked for, so the change has room to hide.`;
  const asked = isEmpty(criterion.params) ? 'name what it is to look at' : 'widen what it looks at';
  return `As written it does not notice this change: ${asked} (\`tickproof explain ${criterion.check}\` lists its parameters).`;
}

/** Reasons that say a number was on the wrong side: `memory-over`, `slow-start`. */
function isAboutBound(reason: string): boolean {
  return /(?:^|-)(?:over|under|slow)(?:-|$)/.test(reason);
}

function isEmpty(params: unknown): boolean {
  return typeof params !== 'object' || params === null || Object.keys(params).length === 0;
}

/** What a world says of one mutant, in a word or two. */
export function outcomeWord({ outcome }: CounterProof): string {
  if (outcome.status === 'killed') return 'red';
  if (outcome.status === 'equivalent') return 'same';
  if (outcome.status === 'not-run') return 'not run';
  return outcome.verdict === 'pass' ? 'GREEN' : outcome.verdict === 'fail' ? 'other red' : 'not red';
}

/** Whether the proof's sentence says so: a claim that is red wherever it is looked at, or by chance. */
export function isCalled(kind: 'flaky' | 'indiscriminate', { proofBecause }: Pick<Tick, 'proofBecause'>): boolean {
  return proofBecause.startsWith(kind);
}
