import type { EvidenceRecord } from '../../domain/index.ts';
import { glyph, signOf } from '../glyph.ts';
import { momentOf } from '../outcome.ts';
import { standInText } from '../stand-in.ts';
import { code, prose } from './write.ts';

/** What this document does not show, and why: warnings, what could not be judged, what was not shown able to fail. */
export function limitsPart(record: EvidenceRecord): string {
  const lines = [...runLimits(record), ...record.ticks.flatMap((tick) => tickLimit(tick, record))];
  return lines.length === 0
    ? '## Warnings and limits\n\nNone.'
    : `## Warnings and limits\n\n${lines.map((it) => `- ${it}`).join('\n')}`;
}

function runLimits({ warnings, inputs, run }: EvidenceRecord): string[] {
  return [
    ...(run.engine ? [] : [`No engine was used: ${prose(run.whyNoEngine ?? 'none was asked for')}.`]),
    ...inputs.bases.filter(({ standIn }) => standIn).map(({ reference }) => `${prose(standInText(reference))}.`),
    ...(run.allowUnproven
      ? ['`--allow-unproven` was given: passes that were not shown able to fail did not fail the run.']
      : []),
    ...warnings.map(({ message, remedy }) => `${prose(message)} ${prose(remedy)}`),
  ];
}

function tickLimit(tick: EvidenceRecord['ticks'][number], record: EvidenceRecord): string[] {
  const nowMs = momentOf(record);
  const { verdict, criterion, proofBecause } = tick;
  const name = `${glyph(tick, nowMs)}: ${code(criterion.id)}`;
  switch (signOf(tick, nowMs).standing) {
    case 'inconclusive':
      return verdict.status === 'inconclusive'
        ? [`${name}, ${prose(verdict.because)}. To mend: ${prose(verdict.remedy)}`]
        : [];
    case 'unproven':
    case 'vacuous':
      return [`${name}, ${prose(proofBecause)}`];
    case 'stale':
      return [`${name}, judged ${code(tick.judgedAt)}`];
    case 'waived':
      return [
        `${name}, ${prose(criterion.waiver?.because ?? '')} (${prose(criterion.waiver?.owner ?? '')}, until ${code(criterion.waiver?.until ?? '')})`,
      ];
    default:
      return [];
  }
}
