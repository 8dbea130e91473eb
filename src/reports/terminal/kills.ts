import type { CounterProof, EvidenceRecord, Tick } from '../../domain/index.ts';
import { humanize, plural } from '../../formats/index.ts';
import { signOf } from '../glyph.ts';
import { titleOf } from '../naming.ts';
import { momentOf } from '../outcome.ts';
import { type Paint, paintFor, roomOf, type Style, toneOf } from '../paint.ts';
import { sumProofs, sumsText } from '../proof-sums.ts';
import { countProofs, elapsedOf, isWeak, legendOf, proofsOf, redWhereNothingIs } from '../proofs.ts';
import { outcomeWord, suggestionFor } from '../suggestion.ts';
import { safeForRunners } from '../text/runners.ts';
import { oneLine } from '../text/visible.ts';
import { cut, padded, rightAligned, widthOf } from '../text/width.ts';
import { wrapped } from '../text/wrap.ts';

/** Every counter-proof for a person at a terminal: criterion by criterion, what was changed and what came of it. */
export function killList(record: EvidenceRecord, style: Style): string {
  const paint = paintFor(style);
  const sums = sumProofs(record);
  const head = wrapped(`${oneLine(titleOf(record))}: counter-proofs`, roomOf(style) - 1).map(
    (line) => ` ${paint.bold(line)}`,
  );
  const text = sums ? sumsText(sums) : 'nothing was proven: the record holds no counter-proofs';
  const legend = sums ? legendOf(record, (letter) => letter) : '';
  const lines = [text, legend]
    .filter((it) => it !== '')
    .flatMap((it) => wrapped(it, roomOf(style) - 1))
    .map((line) => ` ${paint.dim(line)}`);
  const blocks = [[...head, ...lines], ...record.sections.map((_, index) => sectionLines(record, index, style))];
  return safeForRunners(
    `${blocks
      .filter((block) => block.length > 0)
      .map((block) => block.join('\n'))
      .join('\n\n')}\n`,
  );
}

function sectionLines(record: EvidenceRecord, index: number, style: Style): string[] {
  const ticks = record.ticks.filter((tick) => tick.criterion.section === index && proofsOf(record, tick).length > 0);
  if (ticks.length === 0) return [];
  const title = `${index + 1}. ${oneLine(record.sections[index]?.title ?? '')}`;
  return [
    ...wrapped(title, roomOf(style) - 1).map((line) => ` ${paintFor(style).bold(line)}`),
    ...ticks.flatMap((tick, place) => [...(place === 0 ? [] : ['']), ...tickLines(tick, record, style)]),
  ];
}

function tickLines(tick: Tick, record: EvidenceRecord, style: Style): string[] {
  const paint = paintFor(style);
  const proofs = proofsOf(record, tick);
  const { standing, symbol, word } = signOf(tick, momentOf(record));
  const tone = toneOf(paint, standing);
  const { red, tried } = countProofs(proofs);
  const isRedThere = redWhereNothingIs(proofs);
  const sums = [
    word,
    `${red}/${tried} red`,
    ...(isRedThere === null ? [] : [isRedThere ? 'null world red' : 'null world GREEN']),
    humanize(elapsedOf(proofs), 'ms'),
  ].join(' · ');
  const { id, title } = tick.criterion;
  const name = id === title ? oneLine(id) : `${oneLine(id)}  ${oneLine(title)}`;
  const room = roomOf(style) - 4;
  const first = `${padded(symbol, 2)} `;
  const fits = widthOf(name) + widthOf(sums) + 2 <= room;
  const heads = fits
    ? [` ${tone(first)}${paint.bold(padded(name, room - widthOf(sums) - 2))}  ${tone(sums)}`]
    : [
        ...wrapped(name, room).map((line, at) => ` ${at === 0 ? tone(first) : '   '}${paint.bold(line)}`),
        ...wrapped(sums, room).map((line) => `    ${tone(line)}`),
      ];
  const because = tick.proof === 'proven' ? [] : noteLines('because', tick.proofBecause, paint.yellow, style);
  return [...heads, ...because, ...proofs.flatMap((it) => proofLines(it, tick, style))];
}

const WORD = 9;
const REASON = 22;
const TIME = 8;
/** All that stands right of the title, `reused` too. */
const ASIDE = WORD + REASON + 3 + TIME + 6 + ' reused'.length;
const NARROW = 88;

/** What was changed, and on the right what came of it; below it what else is to be known. */
function proofLines(proof: CounterProof, tick: Tick, style: Style): string[] {
  const paint = paintFor(style);
  const { outcome, level } = proof;
  const title = level === 'null' ? 'nothing there' : oneLine(proof.mutant);
  const kind = level === 'null' ? '' : isWeak(proof) ? `(${level})` : ` ${level}`;
  const reason = outcome.status === 'killed' ? oneLine(outcome.reason) : '';
  const time = humanize(proof.elapsedMs, 'ms');
  const reused = proof.reused ? 'reused' : '';
  const tone = toneFor(outcome.status, paint);
  const below = belowLines(proof, tick, style);
  if (roomOf(style) < NARROW) {
    const said = [outcomeWord(proof), reason, kind.trim(), time, reused].filter((part) => part !== '').join(' · ');
    return [...titleLines(title, 0, style), ...noteLines('', said, tone, style), ...below];
  }
  const columns = [padded(outcomeWord(proof), WORD), padded(cut(reason, REASON), REASON), padded(kind, 3)];
  const said = `${columns.join('  ')}${rightAligned(time, TIME)} ${reused}`.trimEnd();
  const [first = '', ...more] = titleLines(title, ASIDE, style);
  return [`${padded(first, roomOf(style) - ASIDE)}  ${tone(said)}`, ...more, ...below];
}

function titleLines(title: string, aside: number, style: Style): string[] {
  return wrapped(title, roomOf(style) - 6 - aside).map((line, at) => `    ${at === 0 ? '–' : ' '} ${line}`);
}

function belowLines(proof: CounterProof, tick: Tick, style: Style): string[] {
  const paint = paintFor(style);
  const { outcome, alsoRed = [], alsoJudged = 0 } = proof;
  const left = alsoJudged - alsoRed.length;
  const others = [
    ...(alsoRed.length === 0 ? [] : [`also red: ${alsoRed.join(', ')}`]),
    ...(left > 0 ? [`${plural(left, 'other')} stayed green`] : []),
  ].join('; ');
  return [
    ...(outcome.status === 'equivalent' || outcome.status === 'not-run'
      ? noteLines('because', outcome.because, paint.dim, style)
      : []),
    ...(outcome.status === 'survived'
      ? [
          ...noteLines('expected', `${proof.expected}${reasonsText(outcome.reasons)}`, paint.yellow, style),
          ...noteLines('suggested', suggestionFor(tick, proof), paint.cyan, style),
        ]
      : []),
    ...(others === '' ? [] : noteLines('', others, paint.dim, style)),
  ];
}

function reasonsText(reasons: readonly string[]): string {
  return reasons.length === 0 ? '' : `, came ${reasons.join(', ')}`;
}

function noteLines(label: string, text: string, tone: Paint['dim'], style: Style): string[] {
  const lead = label === '' ? '' : `${label}: `;
  return wrapped(`${lead}${oneLine(text)}`, roomOf(style) - 6).map((line) => `      ${tone(line)}`);
}

function toneFor(status: CounterProof['outcome']['status'], paint: Paint): Paint['dim'] {
  if (status === 'killed') return paint.red; // red is what is wanted here, and the word says so
  return status === 'survived' ? paint.yellow : paint.dim;
}
