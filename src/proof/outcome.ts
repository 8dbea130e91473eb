import type { Verdict } from '../domain/index.ts';
import type { Outcome } from './claim.ts';

/** What a verdict on a mutant says: killed only for the reason that was expected. */
export function outcomeOf(verdict: Verdict, expected: string): Outcome {
  if (verdict.status === 'inconclusive' && verdict.reason === expected)
    return { status: 'killed', reason: expected, message: verdict.because };
  if (verdict.status !== 'fail') return { status: 'survived', verdict: verdict.status, reasons: [] };
  const hit = verdict.findings.find(({ reason }) => reason === expected);
  if (hit) return { status: 'killed', reason: hit.reason, message: hit.message };
  return { status: 'survived', verdict: 'fail', reasons: [...new Set(verdict.findings.map(({ reason }) => reason))] };
}

/** What a verdict says, in one sentence. */
export function sentence(verdict: Verdict): string {
  if (verdict.status === 'fail') return verdict.findings[0].message;
  return verdict.status === 'pass' ? 'green' : verdict.because;
}

export const NOTHING_TO_CHANGE: Outcome = {
  status: 'equivalent',
  because: 'this deployment offers nothing that the edit could change',
};
export const NO_FOLDER: Outcome = { status: 'not-run', because: 'there is no folder to edit' };
