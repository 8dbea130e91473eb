import type { EvidenceRecord } from '../../domain/index.ts';
import { plural } from '../../formats/index.ts';
import { paintFor, type Style } from '../paint.ts';
import { standInText } from '../stand-in.ts';
import { field } from './field.ts';

/** What the record does not say: warnings, bases that stand in for others, and options that let something through. */
export function limitLines(record: EvidenceRecord, style: Style): string[] {
  const paint = paintFor(style);
  const { warnings, inputs, run } = record;
  const lines = [
    ...warnings.flatMap(({ message, remedy }) => [
      ...field('warning', message, style, paint.yellow),
      ...field('', `→ ${remedy}`, style),
    ]),
    ...inputs.bases
      .filter(({ standIn }) => standIn)
      .flatMap(({ reference }) => field('stand-in', standInText(reference), style, paint.yellow)),
    ...(run.allowUnproven
      ? field('option', '--allow-unproven was given: unproven passes do not fail the run', style, paint.yellow)
      : []),
    ...(run.leftOut.length > 0 ? field('selection', selectionText(run.leftOut), style, paint.yellow) : []),
  ];
  return lines.length === 0 ? [] : [` ${paint.bold('Limits')}`, ...lines];
}

/** What was left out, and what that means for the exit code: what is advisory decides nothing. */
function selectionText(leftOut: EvidenceRecord['run']['leftOut']): string {
  const required = leftOut.filter((it) => it.required).length;
  const left = `${plural(leftOut.length, 'criterion', 'criteria')} left out by --only or --skip`;
  return required === 0 ? `${left}, none of them required` : `${left}, ${required} of them required: never exit 0`;
}
