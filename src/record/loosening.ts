import type { Bound, CriteriaChange, EvidenceRecord, TickCriterion } from '../domain/index.ts';
import { canonicalJson } from '../formats/index.ts';

/** What became looser or stricter between two records' criteria. */
export function criteriaDiff(before: EvidenceRecord, after: readonly TickCriterion[]): CriteriaChange[] {
  const old = new Map(before.ticks.map(({ criterion }) => [criterion.id, criterion]));
  const now = new Map(after.map((criterion) => [criterion.id, criterion]));
  const changes: CriteriaChange[] = [];
  for (const [id, criterion] of now) {
    const was = old.get(id);
    if (!was) changes.push({ id, change: 'added', detail: criterion.title });
    else changes.push(...changeOf(was, criterion));
  }
  for (const [id, was] of old) if (!now.has(id)) changes.push({ id, change: 'removed', detail: was.title });
  return changes;
}

function changeOf(was: TickCriterion, now: TickCriterion): CriteriaChange[] {
  const { id } = now;
  if (was.required && !now.required) return [{ id, change: 'loosened', detail: 'required → advisory' }];
  if (!was.required && now.required) return [{ id, change: 'tightened', detail: 'advisory → required' }];
  if (!was.waiver && now.waiver)
    return [{ id, change: 'loosened', detail: `waived until ${now.waiver.until}: ${now.waiver.because}` }];
  if (canonicalJson(was.params) === canonicalJson(now.params)) return [];
  const [from, to] = [targetOf(was.params), targetOf(now.params)];
  if (!from || !to || from.unit !== to.unit) return [{ id, change: 'changed', detail: 'other parameters' }];
  const detail = `${from.text} → ${to.text}`;
  if (direction(from) !== direction(to) || direction(to) === '=') return [{ id, change: 'changed', detail }];
  if (from.value === to.value) return [{ id, change: 'changed', detail }];
  const looser = direction(to) === '<' ? to.value > from.value : to.value < from.value;
  return [{ id, change: looser ? 'loosened' : 'tightened', detail }];
}

function direction(bound: Bound): string {
  return bound.op.charAt(0);
}

/** The bound that a criterion's parameters hold under `target`, where there is one. */
export function targetOf(params: unknown): Bound | null {
  if (typeof params !== 'object' || params === null || !('target' in params)) return null;
  const { target } = params;
  return typeof target === 'object' && target !== null && 'op' in target && 'value' in target
    ? (target as Bound)
    : null; // checked just before
}
