import type { VerifyEvent } from '../../domain/index.ts';
import { isAsciiOnly, toAscii } from '../text/ascii.ts';
import { Board } from './board.ts';
import { LiveRegion } from './live.ts';
import { PlainLines } from './plain.ts';

/** Where progress is shown and how; `now` and `every` are the clock's, for tests to put their own. */
export interface ProgressOptions {
  readonly err: (text: string) => void;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly live: boolean;
  readonly columns: number;
  readonly colour: boolean;
  readonly signal?: AbortSignal;
  /** Show nothing. */
  readonly quiet: boolean;
  /** No report for people follows on stdout: every row stays. */
  readonly toStderr: boolean;
  readonly now?: () => number;
  readonly every?: (ms: number, pulse: () => void) => () => void;
}

export interface Progress {
  readonly event: (event: VerifyEvent) => void;
  /** Always to be called: it gives the cursor back. */
  readonly end: () => void;
}

const LIVE_PULSE_MS = 100;
const PLAIN_PULSE_MS = 1000;

/**
 * Shows on stderr what happens: the plan, what is running, every tick as it comes. A region that is redrawn where stderr is a
 * terminal, else a line per event. Keeps no process alive.
 */
export function progressFor(options: ProgressOptions): Progress {
  if (options.quiet) return { event: () => {}, end: () => {} };
  const { live, columns, colour, toStderr, env, now = () => performance.now(), every = unheld } = options;
  const ascii = isAsciiOnly(env);
  const write = ascii ? (text: string) => options.err(toAscii(text)) : options.err;
  const style = { columns: live ? columns - 1 : columns, colour, write }; // the last column would wrap on some terminals
  const board = new Board(now());
  const shown = live
    ? new LiveRegion(board, { ...style, ascii, keepAll: toStderr })
    : new PlainLines(board, { ...style, grouped: env['GITHUB_ACTIONS'] === 'true' });
  const stop = every(live ? LIVE_PULSE_MS : PLAIN_PULSE_MS, () => shown.pulse(now()));
  const release = () => shown.release();
  options.signal?.addEventListener('abort', release, { once: true }); // a second Ctrl-C ends the process without a word
  let isOver = false;
  return {
    event: (event) => {
      if (!isOver) shown.take(event, now());
    },
    end: () => {
      if (isOver) return;
      isOver = true;
      stop();
      options.signal?.removeEventListener('abort', release);
      shown.end(now());
    },
  };
}

function unheld(ms: number, pulse: () => void): () => void {
  const timer = setInterval(pulse, ms);
  timer.unref();
  return () => clearInterval(timer);
}
