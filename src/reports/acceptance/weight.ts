import type { EvidenceRecord } from '../../domain/index.ts';
import { evidenceIn } from '../observed.ts';
import { evidenceTable } from '../markdown/tables.ts';
import { treePart } from '../markdown/tree.ts';
import { prose } from '../markdown/write.ts';

/** Why the image is as large as it is: stages, what came from where and whose it is, and what could go. */
export function weightPart(record: EvidenceRecord): string {
  const tables = record.ticks
    .filter(({ criterion }) => criterion.check === 'packages/weight' || criterion.check === 'packages/inventory')
    .flatMap((tick) => evidenceIn(tick))
    .flatMap((it) => (it.kind === 'table' ? [`### ${prose(it.title)}\n\n${evidenceTable(it)}`] : []));
  const trees = treePart(record);
  if (trees === '' && tables.length === 0) return '';
  return [trees === '' ? '## Sizes and stages' : trees, ...tables].join('\n\n');
}
