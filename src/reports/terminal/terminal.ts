import type { EvidenceRecord } from '../../domain/index.ts';
import type { RenderContext } from '../context.ts';
import { titleOf } from '../naming.ts';
import { openGroups } from '../open.ts';
import { decisionText, exitMeaning, momentOf, tallyOf } from '../outcome.ts';
import { paintFor, roomOf, type Style } from '../paint.ts';
import { sumProofs, sumsText } from '../proof-sums.ts';
import { tookText } from '../took.ts';
import { safeForRunners } from '../text/runners.ts';
import { minuteOf } from '../text/minute.ts';
import { oneLine } from '../text/visible.ts';
import { widthOf } from '../text/width.ts';
import { packed, wrapped } from '../text/wrap.ts';
import { failureLines } from './failure.ts';
import { field } from './field.ts';
import { limitLines } from './limits.ts';
import { columnsFor, rowLines } from './rows.ts';

/** The final report for a person at a terminal: every tick on a line, every failure in full, the verdict last. */
export function terminal(record: EvidenceRecord, context: RenderContext): string {
  const blocks = [
    headLines(record, context),
    ...sectionBlocks(record, context),
    legendLines(record, context),
    ...failureBlocks(record, context),
  ];
  const rest = [limitLines(record, context), changeLines(record, context), verdictLines(record, context)];
  const text = [...blocks, ...rest].filter((lines) => lines.length > 0).map((lines) => lines.join('\n'));
  return safeForRunners(`${text.join('\n\n')}\n`);
}

function headLines(record: EvidenceRecord, style: RenderContext): string[] {
  const paint = paintFor(style);
  const { image } = record.inputs;
  const { engine } = record.run;
  const parts = [
    ...(record.subject === titleOf(record) || record.subject === '.' ? [] : [oneLine(record.subject)]),
    ...(image ? [`image ${shortDigest(image.imageId)} ${oneLine(image.platform)}`] : []),
    engine ? `${engine.kind} ${engine.version}` : `no engine: ${oneLine(record.run.whyNoEngine ?? 'not asked for')}`,
  ];
  const title = wrapped(oneLine(titleOf(record)), roomOf(style) - 1).map((line) => ` ${paint.bold(line)}`);
  const lines = wrapped(parts.map(oneLine).join(' · '), roomOf(style) - 1).map((line) => paint.dim(` ${line}`));
  return [...title, ...lines];
}

function shortDigest(digest: string): string {
  return oneLine(digest).replace(/^(sha256:[0-9a-f]{12})[0-9a-f]+$/, '$1');
}

function sectionBlocks(record: EvidenceRecord, style: RenderContext): string[][] {
  const paint = paintFor(style);
  return record.sections.map(({ title }, index) => {
    const ticks = record.ticks.filter(({ criterion }) => criterion.section === index);
    if (ticks.length === 0) return [];
    const columns = columnsFor(ticks, style);
    const heading = wrapped(`${index + 1}. ${oneLine(title)}`, roomOf(style) - 1).map((line) => ` ${paint.bold(line)}`);
    return [...heading, ...ticks.flatMap((tick) => rowLines(tick, record, columns, style))];
  });
}

/** What ○ behind a word means, where one stands. */
function legendLines({ ticks }: EvidenceRecord, style: RenderContext): string[] {
  return ticks.every(({ criterion }) => criterion.required)
    ? []
    : [` ${paintFor(style).dim('○ advisory: shown, but decides nothing')}`];
}

function failureBlocks(record: EvidenceRecord, style: RenderContext): string[][] {
  const groups = openGroups(record);
  if (groups.length === 0) return [];
  const paint = paintFor(style);
  return [[` ${paint.bold('What does not hold')}`], ...groups.map((group) => failureLines(group, record, style))];
}

function changeLines({ previous }: EvidenceRecord, style: RenderContext): string[] {
  const looser = previous?.criteriaDiff.filter(({ change }) => change === 'loosened' || change === 'removed') ?? [];
  if (looser.length === 0) return [];
  const paint = paintFor(style);
  const lines = looser.flatMap(({ id, change, detail }) => field(change, `${id}  ${detail}`, style, paint.yellow));
  return [` ${paint.bold('Looser than the last record')}`, ...lines];
}

function verdictLines(record: EvidenceRecord, { recordPath, reports, ...style }: RenderContext): string[] {
  const paint = paintFor(style);
  const balance = tallyOf(record.ticks, momentOf(record));
  const where = `record ${oneLine(recordPath)}`;
  const fits = widthOf(` ${decisionText(record)}    ${balance.join(' · ')}  ${where}`) <= roomOf(style);
  return [
    paint.dim('─'.repeat(roomOf(style))),
    ...field('took', tookText(record.run), style),
    ...proofLines(record, recordPath, style),
    ...(record.validUntil === null ? [] : field('until', `${minuteOf(record.validUntil)} at the latest`, style)),
    ...(reports.length === 0 ? [] : field('reports', reports.join(', '), style)),
    ...(fits ? [] : field('record', recordPath, style)),
    ...field(`exit ${record.exitCode}`, exitMeaning(record), style),
    '',
    ...decisionLines(record, fits ? [`${balance.join(' · ')}  ${where}`] : balance, style),
  ];
}

/** All counter-proofs in one line, and where every one of them is told. */
function proofLines(record: EvidenceRecord, recordPath: string, style: Style): string[] {
  const sums = sumProofs(record);
  if (!sums) return [];
  // a folder stands for the record of the whole; those of a selection or an image have to be named themselves
  const named = recordPath.replace(/(?:^|\/)\.tickproof\/record\.json$/, '');
  const all = `tickproof report --format proof${named === '' ? '' : ` ${named}`}`;
  return [...field('proof', sumsText(sums), style), ...field('', `each of them: ${all}`, style)];
}

/** The last lines of all: the decision, and the balance beside it. */
function decisionLines(record: EvidenceRecord, items: readonly string[], style: Style): string[] {
  const paint = paintFor(style);
  const decision = decisionText(record);
  const ground = record.decision === 'certified' ? paint.bgGreen : paint.bgRed;
  const badge = style.colour ? ground(paint.bold(paint.whiteBright(` ${decision} `))) : decision;
  const indent = widthOf(decision) + (style.colour ? 4 : 2);
  const lines = packed(items, ' · ', roomOf(style) - indent - 1);
  return lines.map((line, index) => (index === 0 ? ` ${badge}  ${line}` : ` ${' '.repeat(indent)}${line}`));
}
