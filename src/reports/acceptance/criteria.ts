import type { EvidenceRecord, Place, Tick } from '../../domain/index.ts';
import { evidenceIn, factsSeen } from '../observed.ts';
import { countProofs, proofsOf } from '../proofs.ts';
import { prose, table } from '../markdown/write.ts';
import { furtherTicks, linesText, nameOf, ownTicks, statusOf } from './own.ts';

const PLACES = 4;
const FACTS = 3;

/** Every line of acceptance with its status, what was seen, the lines of the files that it rests on, and how often it was seen red. */
export function acceptancePart(record: EvidenceRecord): string {
  const further = furtherTicks(record);
  return [
    '## Acceptance criteria verification',
    tableOf(ownTicks(record), record),
    ...(further.length === 0
      ? []
      : [`### Further criteria of the profile ${prose(record.inputs.criteria.profile)}`, tableOf(further, record)]),
  ].join('\n\n');
}

function tableOf(ticks: readonly Tick[], record: EvidenceRecord): string {
  const rows = ticks.map((tick) => {
    const { red, tried } = countProofs(proofsOf(record, tick));
    return [
      `${nameOf(tick)}${tick.criterion.required ? '' : ' (advisory)'}`,
      statusOf(tick, record),
      evidenceText(tick),
      tried === 0 ? '–' : `${red}/${tried}`,
    ];
  });
  return table(['Criterion', 'Status', 'Evidence', 'Red'], rows);
}

/** What was seen in a few words, then the lines that show it. */
function evidenceText(tick: Tick): string {
  const { verdict } = tick;
  const evidence = evidenceIn(tick);
  const places = mergedPlaces(evidence.flatMap((it) => (it.kind === 'source' ? [it.at] : [])));
  const shown = places.slice(0, PLACES).map(linesText);
  const left = places.length - shown.length;
  const seen =
    verdict.status === 'inapplicable' || verdict.status === 'inconclusive' ? verdict.because : factsSeen(tick, FACTS);
  return [...(seen === '' ? [] : [prose(seen)]), ...shown, ...(left > 0 ? [`${left} more places`] : [])].join('; ');
}

/** Neighbouring and overlapping lines of one file as one place. */
function mergedPlaces(places: readonly Place[]): readonly Place[] {
  const sorted = [...places].sort((a, b) => (a.file === b.file ? a.startLine - b.startLine : a.file < b.file ? -1 : 1));
  const merged: Place[] = [];
  for (const place of sorted) {
    const last = merged.at(-1);
    if (last && last.file === place.file && place.startLine <= last.endLine + 1 && last.changed === place.changed) {
      merged[merged.length - 1] = { ...last, endLine: Math.max(last.endLine, place.endLine) };
    } else merged.push(place);
  }
  return merged;
}
