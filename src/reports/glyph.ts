import type { Tick } from '../domain/index.ts';
import { type Standing, standingOf } from '../record/index.ts';

/** Glyph and word of a tick: never one without the other, never colour alone. */
export interface Sign {
  readonly standing: Standing;
  readonly symbol: string;
  readonly word: string;
}

export const SYMBOLS: Readonly<Record<Standing, string>> = {
  proven: '✅',
  unproven: '◐',
  vacuous: '⚠',
  failed: '❌',
  inconclusive: '⛔',
  stale: '⧗',
  waived: '⚐',
  inapplicable: '–',
};

export const WORDS: Readonly<Record<Standing, string>> = {
  proven: 'proven',
  unproven: 'unproven',
  vacuous: 'vacuous',
  failed: 'failed',
  inconclusive: 'could not be judged',
  stale: 'stale',
  waived: 'waived',
  inapplicable: 'not applicable',
};

/** Where the terminal knows no UTF-8; as wide as the others. */
export const PLAIN_SYMBOLS: Readonly<Record<Standing, string>> = {
  proven: 'ok',
  unproven: '~',
  vacuous: '!',
  failed: 'XX',
  inconclusive: '??',
  stale: 'o',
  waived: 'w',
  inapplicable: '-',
};

/** A tick's sign as of a moment; without one, as of when it was judged. */
export function signOf(tick: Tick, nowMs: number = Date.parse(tick.judgedAt)): Sign {
  const standing = standingOf(tick, nowMs);
  const word = standing === 'stale' ? tick.currency : WORDS[standing];
  return { standing, symbol: SYMBOLS[standing], word };
}

/** The one maker of glyph and word: `✅ proven`, `◐ unproven`, `⚠ vacuous`, `❌ failed`, `⛔ could not be judged`, … */
export function glyph(tick: Tick, nowMs?: number): string {
  const { symbol, word } = signOf(tick, nowMs);
  return `${symbol} ${word}`;
}
