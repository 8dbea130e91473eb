import { unreachable, type VerifyEvent } from '../../domain/index.ts';
import { humanize } from '../../formats/index.ts';
import { signOf, SYMBOLS } from '../glyph.ts';
import { ORDER } from '../outcome.ts';
import { type Paint, paintFor, roomOf, type Style } from '../paint.ts';
import { oneLine } from '../text/visible.ts';
import { cut, padded, rightAligned, widthOf } from '../text/width.ts';
import type { Board, Running } from './board.ts';
import { endedLine, planLines, tickLine, warningLines } from './lines.ts';

const SPINNER = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const PLAIN_SPINNER = ['|', '/', '-', '\\'];
const RECENT = 4;
const RUNNING = 6;
const BAR = 12;
const TITLE = 22;
const HIDE = '\u001b[?25l';
const SHOW = '\u001b[?25h';
/** Braced by these, a terminal that knows them shows a frame at once. */
const BEGIN = '\u001b[?2026h';
const END = '\u001b[?2026l';

export interface LiveOptions extends Style {
  readonly write: (text: string) => void;
  readonly ascii: boolean;
  /** Keep every row, because no report follows on this terminal. */
  readonly keepAll: boolean;
}

/** The region at the bottom of a terminal: what is running now, and the last rows. What matters is printed above it and stays. */
export class LiveRegion {
  readonly #board: Board;
  readonly #options: LiveOptions;
  readonly #recent: string[] = [];
  #height = 0;
  #frame = 0;
  #isHidden = false;
  #isOver = false;

  constructor(board: Board, options: LiveOptions) {
    this.#board = board;
    this.#options = options;
  }

  take(event: VerifyEvent, nowMs: number): void {
    const kept = this.#keptLines(event, nowMs);
    this.#board.take(event, nowMs);
    if (kept.length > 0 || event.kind === 'tick') this.#draw(kept, nowMs);
  }

  /** The next picture of the spinner; draws. */
  pulse(nowMs: number): void {
    this.#frame += 1;
    if (this.#board.criteria > 0) this.#draw([], nowMs);
  }

  /** Gives the cursor back; from here on it is not hidden again. */
  release(): void {
    if (this.#isHidden) this.#options.write(SHOW);
    this.#isHidden = false;
    this.#isOver = true;
  }

  /** Takes the region away and leaves one line: how many were judged, and how long it took. */
  end(nowMs: number): void {
    const { criteria, judged, startedMs } = this.#board;
    const paint = paintFor(this.#options);
    const line = ` ${paint.bold('done ')} ${judged} of ${criteria} judged in ${humanize(nowMs - startedMs, 'ms')}`;
    if (criteria > 0) this.#options.write(`${this.#erase()}${line}\n\n`);
    this.release();
  }

  #keptLines(event: VerifyEvent, nowMs: number): string[] {
    switch (event.kind) {
      case 'plan':
        return [...planLines(event, this.#options), ''];
      case 'tick':
        return this.#keptTick(event);
      case 'warning':
        return warningLines(event, this.#options);
      case 'work-ended':
        return this.#keptEnd(event, nowMs);
      case 'work-started':
      case 'work-progress':
        return [];
      default:
        return unreachable(event);
    }
  }

  #keptTick({ tick, counterProofs = [] }: Extract<VerifyEvent, { kind: 'tick' }>): string[] {
    const line = tickLine(tick, counterProofs, this.#options);
    const { standing } = signOf(tick);
    const matters = standing !== 'proven' && standing !== 'inapplicable';
    if (this.#options.keepAll || matters) return [line];
    this.#recent.push(line);
    if (this.#recent.length > RECENT) this.#recent.shift();
    return [];
  }

  #keptEnd(event: Extract<VerifyEvent, { kind: 'work-ended' }>, nowMs: number): string[] {
    const running = this.#board.work(event.id);
    if (!running || this.#board.isPart(event.id)) return [];
    return [endedLine(running.title, event, nowMs - running.startedMs, this.#options)];
  }

  #erase(): string {
    const up = this.#height === 0 ? '' : `\r\u001b[${this.#height}A`;
    this.#height = 0;
    return `${up}\u001b[J`;
  }

  #draw(kept: readonly string[], nowMs: number): void {
    const hide = this.#isHidden || this.#isOver ? '' : HIDE;
    this.#isHidden = !this.#isOver;
    const erase = this.#erase();
    const region = this.#regionLines(nowMs);
    this.#height = region.length;
    const text = [...kept, ...region].map((line) => `${line}\n`).join('');
    this.#options.write(`${hide}${BEGIN}${erase}${text}${END}`);
  }

  #regionLines(nowMs: number): string[] {
    const { running } = this.#board;
    const more = running.length - RUNNING;
    return [
      ...this.#recent,
      ...running.slice(0, RUNNING).map((it) => this.#runningLine(it, nowMs)),
      ...(more > 0 ? [`    and ${more} more`] : []),
      this.#balanceLine(nowMs),
    ];
  }

  #runningLine({ id, title, detail, share, startedMs }: Running, nowMs: number): string {
    const paint = paintFor(this.#options);
    const pictures = this.#options.ascii ? PLAIN_SPINNER : SPINNER;
    const part = this.#board.isPart(id);
    const spinner = part ? ' ' : paint.cyan(pictures[this.#frame % pictures.length] ?? ' ');
    const name = padded(cut(oneLine(`${part ? '· ' : ''}${title}`), TITLE), TITLE);
    const time = rightAligned(clock(nowMs - startedMs), 8);
    const bar = share === null ? '' : ` ${barOf(share, paint)}`;
    const room = roomOf(this.#options) - 4 - TITLE - 2 - (share === null ? 0 : BAR + 1) - widthOf(time);
    return ` ${spinner}  ${name}  ${paint.dim(padded(cut(oneLine(detail), room), room))}${bar}${paint.dim(time)}`;
  }

  #balanceLine(nowMs: number): string {
    const paint = paintFor(this.#options);
    const { judged, criteria, startedMs } = this.#board;
    const counts = ORDER.flatMap((standing) =>
      this.#board.count(standing) === 0 ? [] : [`${SYMBOLS[standing]} ${this.#board.count(standing)}`],
    );
    const text = ` ${judged}/${criteria}  ${counts.join('  ')}`;
    const time = rightAligned(clock(nowMs - startedMs), 8);
    const room = roomOf(this.#options) - 4 - BAR - widthOf(time);
    return `    ${barOf(criteria === 0 ? 0 : judged / criteria, paint)}${padded(cut(text, room), room)}${paint.dim(time)}`;
  }
}

function barOf(share: number, paint: Paint): string {
  const full = Math.min(BAR, Math.round(share * BAR));
  return `${paint.cyan('━'.repeat(full))}${paint.dim('─'.repeat(BAR - full))}`;
}

/** Whole seconds: tenths would flicker. */
function clock(elapsedMs: number): string {
  const seconds = Math.floor(elapsedMs / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
