import type { Parser } from './parsers.ts';
import { Random } from './random.ts';

/** A text that was not taken as it should be. */
export interface Fault {
  readonly parser: string;
  /** `SEED:NUMBER` makes it again. */
  readonly input: string;
  readonly what: string;
  readonly text: string;
}

export interface Tally {
  readonly parser: string;
  readonly inputs: number;
  readonly ms: number;
  readonly faults: readonly Fault[];
  /** The one that took longest, and how many times as long as the one in the middle. */
  readonly slowest: { readonly input: string; readonly ms: number; readonly length: number };
  readonly medianMs: number;
}

const SLOW_MS = 250;
const SLOW_RATIO = 300;
const MOST_FAULTS = 20;
const EACH = 61; // so that the one in the middle is of all kinds

export const inputOf = (parser: Parser, seed: number, number: number): string => parser.make(new Random(seed, number));

/** Gives a parser one text after the other. `begin` is told of each before it is given. */
export function tryMany(
  parser: Parser,
  seed: number,
  { from, count, untilMs }: { readonly from: number; readonly count: number; readonly untilMs: number },
  begin: (number: number) => void = () => {},
): Tally {
  const faults = new Map<string, Fault>();
  const sample: number[] = [];
  let slowest = { input: '', ms: 0, length: 0 };
  const start = performance.now();
  let number = from;
  for (; number < from + count && performance.now() - start < untilMs; number += 1) {
    begin(number);
    const text = inputOf(parser, seed, number);
    const input = `${seed}:${number}`;
    const before = performance.now();
    const what = faultIn(parser, text);
    const ms = performance.now() - before;
    if (number % EACH === 0) sample.push(ms);
    if (ms > slowest.ms) slowest = { input, ms, length: text.length };
    const key = what?.split('\n').slice(0, 2).join('\n') ?? '';
    if (what !== null && !faults.has(key) && faults.size < MOST_FAULTS)
      faults.set(key, { parser: parser.name, input, what, text });
  }
  const medianMs = sample.sort((left, right) => left - right)[sample.length >> 1] ?? 0;
  const hang = slowFault(parser, seed, slowest, medianMs);
  return {
    parser: parser.name,
    inputs: number - from,
    ms: performance.now() - start,
    faults: [...faults.values(), ...(hang ? [hang] : [])],
    slowest,
    medianMs,
  };
}

/** One tally of two, of the same parser. */
export function together(left: Tally | null, right: Tally): Tally {
  if (!left) return right;
  return {
    parser: right.parser,
    inputs: left.inputs + right.inputs,
    ms: left.ms + right.ms,
    faults: [...left.faults, ...right.faults].slice(0, MOST_FAULTS),
    slowest: left.slowest.ms > right.slowest.ms ? left.slowest : right.slowest,
    medianMs: Math.max(left.medianMs, right.medianMs),
  };
}

/** What a text does to a parser that must not happen; null where all is well. */
export function faultIn(parser: Parser, text: string): string | null {
  try {
    parser.check(text);
    return null;
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}

/** Slow for good, not because the machine had other things to do: measured again by the processor's own clock. */
function slowFault(parser: Parser, seed: number, { input, ms }: Tally['slowest'], medianMs: number): Fault | null {
  if (ms < SLOW_MS || ms < medianMs * SLOW_RATIO) return null;
  const text = inputOf(parser, seed, Number(input.split(':')[1]));
  const again = Math.min(...[1, 2, 3].map(() => cpuMs(() => void faultIn(parser, text))));
  if (again < SLOW_MS || again < medianMs * SLOW_RATIO) return null;
  return { parser: parser.name, input, what: `takes ${Math.round(again)} ms, others ${medianMs.toFixed(3)} ms`, text };
}

function cpuMs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
