import type { CounterProof, Tick, VerifyEvent } from '../../domain/index.ts';
import { humanize, plural } from '../../formats/index.ts';
import { signOf } from '../glyph.ts';
import { observedOf } from '../observed.ts';
import { paintFor, roomOf, type Style, toneOf } from '../paint.ts';
import { wordWithCount } from '../proofs.ts';
import { oneLine } from '../text/visible.ts';
import { cut, padded, widthOf } from '../text/width.ts';
import { wrapped } from '../text/wrap.ts';

type Of<K extends VerifyEvent['kind']> = Extract<VerifyEvent, { kind: K }>;

/** What is going to happen, before it happens. */
export function planLines({ criteria, reused, counterProofs, work, proofs }: Of<'plan'>, style: Style): string[] {
  const paint = paintFor(style);
  const parts = [
    plural(criteria, 'criterion', 'criteria'),
    ...(reused === 0 ? [] : [`${reused} still true from the last record`]),
    ...(reused === criteria ? [] : [`${criteria - reused} to judge`, plural(counterProofs, 'counter-proof')]),
  ];
  const names = work.map((it) => oneLine(it).replace('@', ' ')).join(', ');
  const texts = [
    parts.join(' · '),
    ...(work.length === 0 ? [] : [`needs ${names}`]),
    ...(proofs ? proofTexts(proofs) : []),
  ];
  const lines = texts.flatMap((text) => wrapped(text, roomOf(style) - 7));
  return lines.map((line, index) => ` ${paint.bold(index === 0 ? 'plan ' : '     ')} ${line}`);
}

/** What the counter-proofs will start; what they need not start again are those of the criteria that are still true. */
function proofTexts(starts: NonNullable<Of<'plan'>['proofs']>): string[] {
  const made = [
    ...(starts.containers === 0 ? [] : [plural(starts.containers, 'container start')]),
    ...(starts.stacks === 0 ? [] : [plural(starts.stacks, 'stack start')]),
    ...(starts.builds === 0 ? [] : [plural(starts.builds, 'build')]),
  ].join(', ');
  return made === '' ? [] : [`proof: about ${made}; fewer where the cache has them`];
}

/** A tick that was just judged: sign, id, sentence, what was seen, proof, time. Cut to one line. */
export function tickLine(tick: Tick, proofs: readonly CounterProof[], style: Style): string {
  const paint = paintFor(style);
  const sign = signOf(tick);
  const tone = toneOf(paint, sign.standing);
  const word = `${wordWithCount(sign, proofs)}${tick.criterion.required ? '' : ', advisory'}`;
  const right = `${word}  ${tick.reused ? 'still true' : humanize(tick.elapsedMs, 'ms')}`;
  const room = roomOf(style) - 4 - widthOf(right) - 2;
  const name = `${oneLine(tick.criterion.id)}  ${oneLine(tick.criterion.title)}`;
  const seen = oneLine(observedOf(tick));
  const shown = cut(name, room);
  const left = room - widthOf(shown) - 2;
  const behind = seen !== '' && left >= 6 ? `  ${cut(seen, left)}` : '';
  const gap = ' '.repeat(Math.max(0, room - widthOf(shown) - widthOf(behind)));
  return ` ${tone(padded(sign.symbol, 2))} ${shown}${paint.dim(behind)}${gap}  ${tone(right)}`;
}

export function warningLines({ message, remedy }: Of<'warning'>, style: Style): string[] {
  const paint = paintFor(style);
  const lines = [
    ...wrapped(oneLine(message), roomOf(style) - 4),
    ...wrapped(`→ ${oneLine(remedy)}`, roomOf(style) - 4),
  ];
  return lines.map((line, index) => ` ${index === 0 ? paint.yellow('! ') : '  '} ${line}`);
}

/** How a piece of work ended. */
export function endedLine(
  title: string,
  { outcome, detail }: Of<'work-ended'>,
  elapsedMs: number,
  style: Style,
): string {
  const paint = paintFor(style);
  const word = { done: 'done', failed: 'failed', reused: 'reused' }[outcome];
  const tail = `${word}  ${humanize(elapsedMs, 'ms')}`;
  const text = detail ? `${oneLine(title)}: ${oneLine(detail)}` : oneLine(title);
  const room = roomOf(style) - 4 - widthOf(tail) - 2;
  const tone = outcome === 'failed' ? paint.red : paint.dim;
  return ` ${tone('· ')} ${padded(cut(text, room), room)}  ${tone(tail)}`;
}
