import type { EvidenceRecord, Tick } from '../../domain/index.ts';
import { signOf } from '../glyph.ts';
import { observedOf } from '../observed.ts';
import { momentOf } from '../outcome.ts';
import { type Paint, paintFor, roomOf, type Style, toneOf } from '../paint.ts';
import { proofsOf, wordWithCount } from '../proofs.ts';
import { oneLine } from '../text/visible.ts';
import { cut, padded, widthOf } from '../text/width.ts';
import { wrapped } from '../text/wrap.ts';

/** Widths of the columns of all rows, so that sections line up. */
export interface Columns {
  readonly id: number;
  readonly title: number;
  readonly word: number;
}

export function columnsFor(record: EvidenceRecord, style: Style): Columns {
  const room = roomOf(style);
  const words = record.ticks.map((tick) => widthOf(wordFor(tick, record)));
  const word = room < 72 ? 0 : Math.max(0, ...words);
  const id = Math.min(
    28,
    Math.max(4, ...record.ticks.map(({ criterion }) => widthOf(oneLine(criterion.id)))),
    Math.floor(room / 3),
  );
  return { id, word, title: room - 4 - id - 2 - (word === 0 ? 0 : word + 2) };
}

function wordFor(tick: Tick, record: EvidenceRecord): string {
  return `${wordWithCount(signOf(tick, momentOf(record)), proofsOf(record, tick))}${tick.criterion.required ? '' : ' ○'}`;
}

/** One tick: sign, id, sentence, what was seen, and on the right the word with its counter-proofs. */
export function rowLines(tick: Tick, record: EvidenceRecord, columns: Columns, style: Style): string[] {
  const paint = paintFor(style);
  const sign = signOf(tick, momentOf(record));
  const tone = toneOf(paint, sign.standing);
  const word = wordFor(tick, record);
  const [first, ...more] = sentenceLines(tick, columns.title, paint);
  const id = padded(cut(oneLine(tick.criterion.id), columns.id), columns.id);
  const right = columns.word === 0 ? '' : `  ${tone(word)}`;
  const body = columns.word === 0 ? first.painted : padTo(first, columns.title);
  const lead = ` ${tone(padded(sign.symbol, 2))} `;
  const indent = ' '.repeat(4 + columns.id + 2);
  const tail = columns.word === 0 ? [`${indent}${tone(word)}`] : [];
  return [`${lead}${id}  ${body}${right}`.trimEnd(), ...more.map(({ painted }) => `${indent}${painted}`), ...tail];
}

interface Line {
  readonly plain: string;
  readonly painted: string;
}

function padTo({ plain, painted }: Line, width: number): string {
  return painted + ' '.repeat(Math.max(0, width - widthOf(plain)));
}

/** The sentence and behind it what was seen; under it where both do not fit. */
function sentenceLines(tick: Tick, width: number, paint: Paint): [Line, ...Line[]] {
  const title = oneLine(tick.criterion.title);
  const holds = tick.verdict.status === 'pass';
  const seen = holds ? cut(oneLine(observedOf(tick)), width) : '';
  if (seen !== '' && widthOf(`${title}  ${seen}`) <= width) {
    return [{ plain: `${title}  ${seen}`, painted: `${title}  ${paint.dim(seen)}` }];
  }
  const lines = wrapped(title, width).map((line): Line => ({ plain: line, painted: line }));
  const below: Line[] = seen === '' ? [] : [{ plain: seen, painted: paint.dim(seen) }];
  const [first = { plain: '', painted: '' }, ...more] = [...lines, ...below];
  return [first, ...more];
}
