import type { CriteriaChange, EvidenceRecord } from '../../domain/index.ts';
import { code, prose, shortCode, table } from './write.ts';

const ORDER: readonly CriteriaChange['change'][] = ['loosened', 'removed', 'changed', 'added', 'tightened'];

/** What the criteria ask for differently than in the record before; what got looser stands first. */
export function changesPart({ previous }: EvidenceRecord): string {
  if (!previous) return '## Since the previous record\n\nThere is no previous record.';
  const head = `## Since the previous record\n\nPrevious record: ${shortCode(previous.digest)}`;
  if (previous.criteriaDiff.length === 0) return `${head}\n\nThe criteria are the same.`;
  const sorted = ORDER.flatMap((change) => previous.criteriaDiff.filter((it) => it.change === change));
  const rows = sorted.map(({ id, change, detail }) => [
    isLooser(change) ? `**${change}**` : change,
    code(id),
    prose(detail),
  ]);
  return `${head}\n\n${table(['Change', 'Criterion', 'Detail'], rows)}`;
}

function isLooser(change: CriteriaChange['change']): boolean {
  return change === 'loosened' || change === 'removed';
}
