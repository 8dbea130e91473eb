import type { Evidence } from '../../domain/index.ts';
import { prose, table } from './write.ts';

/** A table of evidence, with what stands below it. */
export function evidenceTable({ head, rows, notes = [] }: Extract<Evidence, { kind: 'table' }>): string {
  const shown = table(
    head.map(prose),
    rows.map((row) => row.map(prose)),
  );
  return [shown, ...notes.map((note) => `*${prose(note)}*`)].join('\n\n');
}
