import type { Criterion, Verdict } from '../domain/index.ts';

/** What is required where there is data is advice where there is none: the verdict says so, and is no pass. */
export function inForce(criterion: Criterion, verdict: Verdict): Criterion {
  const isWithoutData = verdict.status === 'inconclusive' && verdict.reason === 'not-scanned';
  return criterion.whenData && isWithoutData ? { ...criterion, required: false } : criterion;
}
