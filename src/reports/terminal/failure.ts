import { type CounterProof, type Evidence, type EvidenceRecord, type Tick, unreachable } from '../../domain/index.ts';
import { humanize } from '../../formats/index.ts';
import { remedyOf, type ShortFinding, shortened } from '../findings.ts';
import { signOf } from '../glyph.ts';
import { expectedOf, marginText, observedOf, samplesText, wanted } from '../observed.ts';
import { notRunOf, type OpenGroup } from '../open.ts';
import { momentOf } from '../outcome.ts';
import { paintFor, roomOf, type Style, toneOf } from '../paint.ts';
import { countProofs, proofsOf } from '../proofs.ts';
import { suggestionFor } from '../suggestion.ts';
import { oneLine } from '../text/visible.ts';
import { padded, widthOf } from '../text/width.ts';
import { wrapped } from '../text/wrap.ts';
import { BESIDE, field, hanging, labelled } from './field.ts';
import { frameLines, logLines } from './frame.ts';

const FINDINGS = 8;

/** What does not hold, in full: expected, observed, where, why it matters, what to do, and the next command. */
export function failureLines(group: OpenGroup, record: EvidenceRecord, style: Style): string[] {
  const [tick, ...more] = group.ticks;
  if (more.length > 0) return groupLines(group, record, style);
  const { id, check, required } = tick.criterion;
  const { word } = signOf(tick, momentOf(record));
  const name = id === check ? oneLine(id) : `${oneLine(id)}  ${oneLine(check)}`;
  return [
    ...headingLines(`${name}  ${word}${required ? '' : ', advisory'}`, group, record, style),
    ...bodyLines(tick, group, record, style),
    ...waiverLines(tick, style),
    ...nextLines(tick, style),
  ];
}

function headingLines(text: string, { ticks: [tick] }: OpenGroup, record: EvidenceRecord, style: Style): string[] {
  const paint = paintFor(style);
  const { standing, symbol } = signOf(tick, momentOf(record));
  const tone = toneOf(paint, standing);
  return wrapped(text, roomOf(style) - 4).map(
    (line, index) => ` ${index === 0 ? tone(padded(symbol, 2)) : '  '} ${tone(paint.bold(line))}`,
  );
}

/** Several that share one cause: the cause once, and their names. */
function groupLines(group: OpenGroup, record: EvidenceRecord, style: Style): string[] {
  const { ticks, because, remedy } = group;
  const [{ criterion }] = ticks;
  const { word } = signOf(ticks[0], momentOf(record));
  return [
    ...headingLines(`${ticks.length} ${word}${criterion.required ? '' : ', advisory'}`, group, record, style),
    ...field('because', because, style),
    ...(remedy === null ? [] : field('mend', remedy, style)),
    ...whichLines(ticks, record, style),
    ...ticks.flatMap((tick) =>
      survivorsOf(tick, record).flatMap((it) => field('survived', `${tick.criterion.id}: ${survivorText(it)}`, style)),
    ),
  ];
}

/** Their names; of unproven ones also how far the proof got and what is open. */
function whichLines(ticks: readonly Tick[], record: EvidenceRecord, style: Style): string[] {
  if (ticks.every((tick) => notRunOf(tick, record).length === 0))
    return field('which', ticks.map(({ criterion }) => criterion.id).join(', '), style);
  const wide = Math.max(0, ...ticks.map(({ criterion }) => widthOf(oneLine(criterion.id))));
  return ticks.flatMap((tick, index) => {
    const { red, tried } = countProofs(proofsOf(record, tick));
    const open = notRunOf(tick, record).map(({ mutant }) => mutant);
    const name = padded(oneLine(tick.criterion.id), wide);
    const label = index === 0 ? 'which' : '';
    return hanging(label, name, `${red}/${tried} red, open: ${open.join('; ')}`, style);
  });
}

function bodyLines(tick: Tick, { because, remedy }: OpenGroup, record: EvidenceRecord, style: Style): string[] {
  const { verdict } = tick;
  const paint = paintFor(style);
  const expected = field('expected', expectedOf(tick), style, paint.green);
  if (verdict.status === 'fail')
    return [
      ...expected,
      ...failedLines(
        tick,
        verdict.findings.map((it) => shortened(it, tick.measured)),
        style,
      ),
    ];
  const observed = observedOf(tick);
  return [
    ...expected,
    ...(observed === '' ? [] : field('observed', observed, style)),
    ...(because === '' ? [] : field('because', because, style)),
    ...survivorLines(tick, because, record, style),
    ...(remedy === null ? [] : field('mend', remedy, style)),
  ];
}

/** Mutants that were not noticed, and what to do about the first of them. */
function survivorLines(tick: Tick, because: string, record: EvidenceRecord, style: Style): string[] {
  const survivors = survivorsOf(tick, record);
  const [first] = survivors;
  if (!first) return [];
  const untold = survivors.filter(({ mutant }, index) => index > 0 || !because.includes(mutant));
  const left = untold.length - FINDINGS;
  return [
    ...untold.slice(0, FINDINGS).flatMap((it) => field('survived', survivorText(it), style)),
    ...(left > 0 ? field('', `… and ${left} more, all in the record`, style) : []),
    ...field('suggested', suggestionFor(tick, first), style, paintFor(style).cyan),
  ];
}

function survivorsOf(tick: Tick, record: EvidenceRecord): CounterProof[] {
  return proofsOf(record, tick).filter(({ outcome }) => outcome.status === 'survived');
}

function survivorText({ mutant, level, expected, outcome }: CounterProof): string {
  if (level === 'null') return 'where there is nothing to judge';
  const came =
    outcome.status === 'survived' && outcome.reasons.length > 0 ? `, came ${outcome.reasons.join(', ')}` : '';
  return `${mutant} (expected ${expected}${came})`;
}

function failedLines(tick: Tick, findings: readonly ShortFinding[], style: Style): string[] {
  const { criterion, measured } = tick;
  const paint = paintFor(style);
  const observed = observedOf(tick);
  const numbers = measured?.target ? [samplesText(measured), marginText(measured)].filter((it) => it !== '') : [];
  const left = findings.length - FINDINGS;
  return [
    ...field('observed', [observed, ...numbers].join(', '), style, paint.red),
    ...findings.slice(0, FINDINGS).flatMap((it) => findingLines(it, observed, style)),
    ...(left > 0 ? field('', `… and ${left} more, all in the record`, style) : []),
    ...field('reason', [...new Set(findings.map(({ reason }) => reason))].join(', '), style),
    ...field('why', criterion.why, style),
    ...field('mend', remedyOf(tick), style),
  ];
}

function findingLines({ message, layers, evidence }: ShortFinding, observed: string, style: Style): string[] {
  const layer = layers.length === 0 ? '' : `layer ${layers.join(', ')}`;
  const isSaid = message === null || message === observed;
  const said = isSaid
    ? layer === ''
      ? []
      : field('image', layer, style)
    : field('found', layer === '' ? message : `${message}  (${layer})`, style);
  return [...said, ...evidence.flatMap((it) => evidenceLines(it, style))];
}

function evidenceLines(it: Evidence, style: Style): string[] {
  switch (it.kind) {
    case 'source':
      return [...field('where', `${it.at.file}:${it.at.startLine}`, style), ...frameLines(it, style)];
    case 'file':
      return field(
        'image',
        [it.path, ...(it.layer === undefined ? [] : [`layer ${it.layer}`]), ...(it.detail ? [it.detail] : [])].join(
          '  ',
        ),
        style,
      );
    case 'measure':
      return field(
        'seen',
        `${it.what}: ${humanize(it.value, it.unit)}${it.target ? `, wanted ${wanted(it.target.text, it.unit)}` : ''}`,
        style,
      );
    case 'value':
      return valueLines(it.what, it.value, style);
    case 'log':
      return labelled(it.stream, logLines(it.text, style), style);
    case 'tree':
      return field('seen', it.title, style);
    case 'table':
      return [...field('seen', it.title, style), ...tableLines(it).map((line) => `${' '.repeat(BESIDE)}${line}`)];
    default:
      return unreachable(it);
  }
}

const MOST_ROWS = 20;

/** A table in columns; what does not fit is left to the documents. */
function tableLines({ head, rows, notes = [] }: Extract<Evidence, { kind: 'table' }>): string[] {
  const shown = [head, ...rows.slice(0, MOST_ROWS)].map((row) => row.map(oneLine));
  const widths = head.map((_, column) => Math.max(0, ...shown.map((row) => widthOf(row[column] ?? ''))));
  const left = rows.length - MOST_ROWS;
  return [
    ...shown.map((row) =>
      row
        .map((cell, column) => padded(cell, widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    ),
    ...(left > 0 ? [`and ${left} more`] : []),
    ...notes,
  ];
}

/** A short name is the label itself; several lines are quoted. */
function valueLines(what: string, value: string, style: Style): string[] {
  const isLabel = widthOf(oneLine(what)) <= 10;
  if (!value.trim().includes('\n'))
    return isLabel ? field(oneLine(what), value, style) : field('seen', `${what}: ${value}`, style);
  return isLabel
    ? labelled(oneLine(what), logLines(value, style), style)
    : [...field('seen', what, style), ...logLines(value, style)];
}

function waiverLines({ criterion: { waiver } }: Tick, style: Style): string[] {
  return waiver ? field('waived', `until ${waiver.until} by ${waiver.owner}: ${waiver.because}`, style) : [];
}

function nextLines({ criterion, reproduce }: Tick, style: Style): string[] {
  const paint = paintFor(style);
  const byHand = reproduce.flatMap((line, index) => field(index === 0 ? 'by hand' : '', line, style));
  return [...byHand, ...field('next', `tickproof explain ${criterion.check}`, style, paint.cyan)];
}
