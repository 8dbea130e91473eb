import type { EvidenceRecord } from '../../domain/index.ts';
import { paintFor, type Style } from '../paint.ts';
import { plural } from '../proof-sums.ts';
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
    ...(run.leftOut.length > 0
      ? field(
          'selection',
          `${plural(run.leftOut.length, 'criterion', 'criteria')} left out by --only or --skip, ${run.leftOut.filter(({ required }) => required).length} of them required: never exit 0`,
          style,
          paint.yellow,
        )
      : []),
  ];
  return lines.length === 0 ? [] : [` ${paint.bold('Limits')}`, ...lines];
}
