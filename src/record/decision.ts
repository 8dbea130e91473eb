import type { EvidenceRecord, Tick } from '../domain/index.ts';

/** How one tick counts, from best to worst for the exit code of the design. */
export type Standing =
  | 'proven'
  | 'waived'
  | 'inapplicable'
  | 'unproven'
  | 'vacuous'
  | 'stale'
  | 'inconclusive'
  | 'failed';

/** A waiver counts up to and including its day. */
export function isWaived(tick: Tick, nowMs: number): boolean {
  const waiver = tick.criterion.waiver;
  return waiver !== undefined && nowMs < Date.parse(`${waiver.until}T23:59:59.999Z`);
}

export function standingOf(tick: Tick, nowMs: number): Standing {
  const { verdict, proof, currency } = tick;
  if (verdict.status !== 'pass' && isWaived(tick, nowMs)) return 'waived';
  if (verdict.status === 'fail') return 'failed';
  if (verdict.status === 'inconclusive') return 'inconclusive';
  if (currency !== 'fresh') return 'stale';
  if (verdict.status === 'inapplicable') return 'inapplicable';
  if (proof === 'proven') return 'proven';
  return proof === 'vacuous' ? 'vacuous' : 'unproven';
}

/**
 * The exit code of the design for a set of ticks: 1 failed, 5 could not be judged, 4 unproven or vacuous, 3 stale or expired,
 * in this order; 0 only when every required criterion holds; 2 when nothing was selected. `skipped`: a required criterion was
 * left out, which is never 0.
 */
export function exitCodeFor(
  ticks: readonly Tick[],
  { allowUnproven, nowMs, skipped = false }: { allowUnproven: boolean; nowMs: number; skipped?: boolean },
): number {
  const required = ticks.filter(({ criterion }) => criterion.required);
  if (ticks.length === 0) return 2;
  const standings = new Set(required.map((tick) => standingOf(tick, nowMs)));
  if (standings.has('failed')) return 1;
  if (standings.has('inconclusive') || skipped) return 5;
  if (standings.has('vacuous') || (standings.has('unproven') && !allowUnproven)) return 4;
  if (standings.has('stale')) return 3;
  const held = ['proven', 'unproven', 'waived'].some((it) => standings.has(it as Standing));
  return held || required.length === 0 ? 0 : 5; // all inapplicable: nothing was shown
}

/** The exit code that a record carries. */
export function exitCode(record: Pick<EvidenceRecord, 'exitCode'>): number {
  return record.exitCode;
}
