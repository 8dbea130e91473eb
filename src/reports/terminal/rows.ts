import type { EvidenceRecord, Tick } from '../../domain/index.ts';
import { signOf } from '../glyph.ts';
import { observedOf } from '../observed.ts';
import { momentOf } from '../outcome.ts';
import { type Paint, paintFor, roomOf, type Style, toneOf } from '../paint.ts';
import { proofsOf, wordWithCount } from '../proofs.ts';
import { oneLine } from '../text/visible.ts';
import { cut, padded, widthOf } from '../text/width.ts';
import { wrapped } from '../text/wrap.ts';

/** Widths of the columns of a section's rows. */
export interface Columns {
  readonly id: number;
  /** 0 where the terminal is too narrow: the word then stands below. */
  readonly word: number;
}

const WORD = 16;
const NARROW = 72;
const WORTH_SHOWING = 20;

export function columnsFor(ticks: readonly Tick[], style: Style): Columns {
  const room = roomOf(style);
  const ids = ticks.map(({ criterion }) => widthOf(oneLine(criterion.id)));
  return { id: Math.min(30, Math.floor(room / 3), Math.max(4, ...ids)), word: room < NARROW ? 0 : WORD };
}

/** One tick: sign, id, sentence, what was seen, and on the right the word with its counter-proofs. */
export function rowLines(tick: Tick, record: EvidenceRecord, columns: Columns, style: Style): string[] {
  const paint = paintFor(style);
  const sign = signOf(tick, momentOf(record));
  const tone = toneOf(paint, sign.standing);
  const word = `${wordWithCount(sign, proofsOf(record, tick))}${tick.criterion.required ? '' : ' ○'}`;
  const reserved = columns.word === 0 ? 0 : Math.max(columns.word, widthOf(word)) + 2;
  const width = roomOf(style) - 4 - columns.id - 2 - reserved;
  const [first, ...more] = sentenceLines(tick, width, paint);
  const lead = ` ${tone(padded(sign.symbol, 2))} ${paint.bold(padded(cut(oneLine(tick.criterion.id), columns.id), columns.id))}  `;
  const indent = ' '.repeat(4 + columns.id + 2);
  const below = more.map(({ painted }) => `${indent}${painted}`);
  if (columns.word === 0) return [`${lead}${first.painted}`, ...below, `${indent}${tone(word)}`];
  return [`${lead}${first.painted}${' '.repeat(Math.max(0, width - widthOf(first.plain)))}  ${tone(word)}`, ...below];
}

interface Line {
  readonly plain: string;
  readonly painted: string;
}

/** The sentence, and behind its last line as much of what was seen as fits. */
function sentenceLines(tick: Tick, width: number, paint: Paint): [Line, ...Line[]] {
  const lines = wrapped(oneLine(tick.criterion.title), width).map((line): Line => ({ plain: line, painted: line }));
  const last = lines.pop() ?? { plain: '', painted: '' };
  const seen = tick.verdict.status === 'pass' ? oneLine(observedOf(tick)) : '';
  const left = width - widthOf(last.plain) - 2;
  const fits = left >= Math.min(WORTH_SHOWING, widthOf(seen));
  if (!fits && tick.measured?.target && seen !== '') {
    lines.push(last); // a number that was judged is shown whatever it takes
    const below: Line = { plain: cut(seen, width), painted: paint.dim(cut(seen, width)) };
    const [first = last, ...more] = lines;
    return [first, ...more, below];
  }
  const shown = seen !== '' && fits ? `  ${cut(seen, left)}` : '';
  const end: Line = { plain: last.plain + shown, painted: last.painted + paint.dim(shown) };
  const [first, ...more] = lines;
  return first ? [first, ...more, end] : [end];
}
