import type { EvidenceRecord, Tick } from '../domain/index.ts';
import type { Standing } from '../record/index.ts';
import { signOf } from './glyph.ts';
import { momentOf } from './outcome.ts';
import { proofsOf } from './proofs.ts';
import { minuteOf } from './text/minute.ts';

/** Criteria that do not hold for one and the same reason. A failure always stands alone. */
export interface OpenGroup {
  readonly standing: Standing;
  readonly because: string;
  readonly remedy: string | null;
  readonly ticks: readonly [Tick, ...Tick[]];
}

const WORST_FIRST: readonly Standing[] = ['failed', 'inconclusive', 'vacuous', 'unproven', 'stale', 'waived'];

/** All that does not hold: required before advisory, failures first, what has one cause together. */
export function openGroups(record: EvidenceRecord): OpenGroup[] {
  const nowMs = momentOf(record);
  const groups = new Map<string, OpenGroup>();
  for (const tick of record.ticks) {
    const { standing } = signOf(tick, nowMs);
    if (!WORST_FIRST.includes(standing)) continue;
    const reason = reasonOf(tick, standing, record);
    const own = standing === 'failed' || standing === 'waived' || standing === 'vacuous' ? tick.criterion.id : '';
    const key = JSON.stringify([standing, tick.criterion.required, reason, own]);
    const known = groups.get(key);
    groups.set(key, { standing, ...reason, ticks: known ? [...known.ticks, tick] : [tick] });
  }
  return [...groups.values()].sort((a, b) => rankOf(a) - rankOf(b));
}

function rankOf({ standing, ticks: [first] }: OpenGroup): number {
  return WORST_FIRST.indexOf(standing) + (first.criterion.required ? 0 : WORST_FIRST.length);
}

function reasonOf(tick: Tick, standing: Standing, record: EvidenceRecord): { because: string; remedy: string | null } {
  const { verdict, proofBecause } = tick;
  if (standing === 'stale') return { because: staleText(tick), remedy: 'Run `tickproof verify` again.' };
  if (verdict.status === 'inconclusive') return { because: verdict.because, remedy: verdict.remedy };
  if (verdict.status !== 'pass') return { because: '', remedy: null };
  const why = notRunOf(tick, record).map(({ because }) => because);
  if (standing !== 'unproven' || why.length === 0) return { because: proofBecause, remedy: null };
  return { because: `not all mutants were run: ${[...new Set(why)].join('; ')}`, remedy: null };
}

/** Mutants that were not run, each with its reason. */
export function notRunOf(tick: Tick, record: EvidenceRecord): { mutant: string; because: string }[] {
  return proofsOf(record, tick).flatMap(({ mutant, outcome }) =>
    outcome.status === 'not-run' ? [{ mutant, because: outcome.because }] : [],
  );
}

/** Why a tick that was green is no more. */
export function staleText({ currency, validUntil }: Tick): string {
  if (currency === 'expired')
    return `it was true until ${validUntil === null ? 'a date that is not known' : minuteOf(validUntil)}`;
  return currency === 'tampered' ? 'the record was changed after it was written' : 'what it depends on has changed';
}
