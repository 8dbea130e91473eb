import type { EvidenceRecord } from '../../domain/index.ts';
import { marginText, measuredText, samplesText, wanted } from '../observed.ts';
import { code, prose, table } from '../markdown/write.ts';
import { statusOf } from './own.ts';

/** Every number that was measured, with its bound where there is one and the samples behind it. */
export function metricsTable(record: EvidenceRecord): string {
  const rows = record.ticks.flatMap((tick) => {
    const { measured, criterion } = tick;
    if (!measured || (measured.target === null && measured.samples.length < 2)) return []; // a count of what was looked at is no metric
    return [
      [
        `**${prose(measured.what)}** ${code(criterion.id)}`,
        measuredText(measured),
        measured.target === null ? '–' : prose(wanted(measured.target, measured.unit)),
        marginText(measured) || '–',
        samplesText(measured) || '–',
        statusOf(tick, record),
      ],
    ];
  });
  return rows.length === 0
    ? ''
    : `## Metrics\n\n${table(['Metric', 'Value', 'Target', 'Margin', 'Samples', 'Status'], rows)}`;
}
