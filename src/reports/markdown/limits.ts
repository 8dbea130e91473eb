import type { EvidenceRecord, Tick } from '../../domain/index.ts';
import { plural } from '../../formats/index.ts';
import { glyph } from '../glyph.ts';
import { notRunOf, type OpenGroup, openGroups } from '../open.ts';
import { momentOf } from '../outcome.ts';
import { standInText } from '../stand-in.ts';
import { code, prose } from './write.ts';

/** What this document does not show, and why: warnings, what could not be judged, what was not shown able to fail. */
export function limitsPart(record: EvidenceRecord): string {
  const groups = openGroups(record).filter(({ standing }) => standing !== 'failed');
  const lines = [...runLimits(record), ...groups.map((group) => groupText(group, record))];
  return `## Warnings and limits\n\n${lines.length === 0 ? 'None.' : lines.map((it) => `- ${it}`).join('\n')}`;
}

function runLimits({ warnings, inputs, run }: EvidenceRecord): string[] {
  return [
    ...(run.engine ? [] : [`No engine was used: ${prose(run.whyNoEngine ?? 'none was asked for')}.`]),
    ...inputs.bases.filter(({ standIn }) => standIn).map(({ reference }) => `${prose(standInText(reference))}.`),
    ...(run.allowUnproven
      ? ['`--allow-unproven` was given: passes that were not shown able to fail did not fail the run.']
      : []),
    ...leftOut(run.leftOut),
    ...warnings.map(({ message, remedy }) => `${prose(message)} → ${prose(remedy)}`),
  ];
}

function leftOut(criteria: EvidenceRecord['run']['leftOut']): string[] {
  const required = criteria.filter((it) => it.required).map(({ id }) => code(id));
  if (criteria.length === 0) return [];
  return [
    `${plural(criteria.length, 'criterion', 'criteria')} left out by \`--only\` or \`--skip\`: this is no evidence for the whole${required.length > 0 ? `. Required among them: ${required.join(', ')}` : ''}.`,
  ];
}

function groupText({ ticks, because, remedy }: OpenGroup, record: EvidenceRecord): string {
  const [first] = ticks;
  const { waiver } = first.criterion;
  const names = ticks.map((tick) =>
    [code(tick.criterion.id), openText(tick, record)].filter((it) => it !== '').join(' '),
  );
  const parts = [
    ...(because === '' ? [] : [prose(because)]),
    ...(remedy === null ? [] : [`to mend: ${prose(remedy)}`]),
    ...(waiver ? [`waived until ${code(waiver.until)} by ${prose(waiver.owner)}: ${prose(waiver.because)}`] : []),
  ];
  const head = `${glyph(first, momentOf(record))}${first.criterion.required ? '' : ' (advisory)'}`;
  if (ticks.length === 1) return `${head}: ${names.join('')}: ${parts.join('; ')}`;
  return `${head}, ${plural(ticks.length, 'criterion', 'criteria')}: ${parts.join('; ')}\n${names.map((name) => `  - ${name}`).join('\n')}`;
}

function openText(tick: Tick, record: EvidenceRecord): string {
  const open = notRunOf(tick, record).map(({ mutant }) => prose(mutant));
  return open.length === 0 ? '' : `(open: ${open.join('; ')})`;
}
