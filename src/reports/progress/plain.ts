import { unreachable, type VerifyEvent } from '../../domain/index.ts';
import { humanize, plural } from '../../formats/index.ts';
import type { Style } from '../paint.ts';
import { safeForRunners } from '../text/runners.ts';
import { oneLine } from '../text/visible.ts';
import type { Board } from './board.ts';
import { endedLine, planLines, tickLine, warningLines } from './lines.ts';

const HEARTBEAT_MS = 30_000;

export interface PlainOptions extends Style {
  readonly write: (text: string) => void;
  /** GitHub Actions folds what stands between its marks. */
  readonly grouped: boolean;
}

/** One line per event, no cursor codes; a sign of life where nothing was said for long. */
export class PlainLines {
  readonly #board: Board;
  readonly #options: PlainOptions;
  #saidMs: number;
  #isOpen = false;

  constructor(board: Board, options: PlainOptions) {
    this.#board = board;
    this.#options = options;
    this.#saidMs = board.startedMs;
  }

  take(event: VerifyEvent, nowMs: number): void {
    const lines = this.#linesFor(event, nowMs);
    this.#board.take(event, nowMs);
    this.#say(lines, nowMs);
    if (event.kind === 'plan' && this.#options.grouped) this.#open(event.criteria);
  }

  pulse(nowMs: number): void {
    const { running } = this.#board;
    if (nowMs - this.#saidMs < HEARTBEAT_MS || running.length === 0) return;
    const parts = running.map(
      ({ title, detail, startedMs }) =>
        `${oneLine(title)} ${humanize(nowMs - startedMs, 'ms')}${detail === '' ? '' : ` (${oneLine(detail)})`}`,
    );
    this.#say([` …  still at it: ${parts.join(', ')}`], nowMs);
  }

  release(): void {}

  end(): void {
    if (this.#isOpen) this.#options.write('::endgroup::\n');
    this.#isOpen = false;
  }

  #open(criteria: number): void {
    this.#options.write(`::group::tickproof: ${plural(criteria, 'criterion', 'criteria')}\n`);
    this.#isOpen = true;
  }

  #say(lines: readonly string[], nowMs: number): void {
    if (lines.length === 0) return;
    this.#saidMs = nowMs;
    this.#options.write(safeForRunners(lines.map((line) => `${line.trimEnd()}\n`).join('')));
  }

  #linesFor(event: VerifyEvent, nowMs: number): string[] {
    switch (event.kind) {
      case 'plan':
        return planLines(event, this.#options);
      case 'work-started':
        return [` ·  ${oneLine(event.title)} …`];
      case 'work-progress':
        return [];
      case 'work-ended': {
        const running = this.#board.work(event.id);
        return running ? [endedLine(running.title, event, nowMs - running.startedMs, this.#options)] : [];
      }
      case 'tick':
        return [tickLine(event.tick, event.counterProofs ?? [], this.#options)];
      case 'warning':
        return warningLines(event, this.#options);
      default:
        return unreachable(event);
    }
  }
}
