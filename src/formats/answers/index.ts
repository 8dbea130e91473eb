import type { Ask, Bound } from '../../domain/index.ts';

export { matchingLine } from './matching-line.ts';

/** The observation that answers this very question: several criteria may ask one sensor. */
export function observed<T extends { readonly ask: Ask }>(observations: readonly T[], ask: Ask): T | undefined {
  const wanted = keyOf(ask);
  return observations.find((it) => keyOf(it.ask) === wanted);
}

function keyOf(ask: Ask): string {
  const entries = Object.entries(ask).filter(([, value]) => value !== undefined);
  return JSON.stringify(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Whether a value holds all of another: objects by key, lists by element in any place, all else by equality. */
export function holds(actual: unknown, wanted: unknown): boolean {
  if (Array.isArray(wanted))
    return Array.isArray(actual) && wanted.every((it) => actual.some((other) => holds(other, it)));
  if (typeof wanted !== 'object' || wanted === null) return actual === wanted;
  if (typeof actual !== 'object' || actual === null || Array.isArray(actual)) return false;
  return Object.entries(wanted).every(([key, it]) => Object.hasOwn(actual, key) && holds(Reflect.get(actual, key), it));
}

export interface AnswerWanted {
  readonly status: number;
  readonly json?: unknown;
  readonly contains?: string | undefined;
}

/** What is wrong with an answer, the first thing only; null when it is as wanted. */
export function answerFault(
  { code, body }: { readonly code: number; readonly body: string },
  { status, json, contains }: AnswerWanted,
): { readonly reason: 'status' | 'body'; readonly fault: string } | null {
  if (code !== status) return { reason: 'status', fault: `answered ${code}, wanted ${status}` };
  if (json !== undefined && !holds(jsonOf(body), json)) {
    return { reason: 'body', fault: `the body does not hold ${JSON.stringify(json)}` };
  }
  if (contains !== undefined && !body.includes(contains)) {
    return { reason: 'body', fault: `the body does not hold \`${contains}\`` };
  }
  return null;
}

/** The first header that is missing or does not hold what it should, as a sentence; null when all do. */
export function headerFault(
  headers: Readonly<Record<string, string>>,
  wanted: Readonly<Record<string, string>> = {},
): string | null {
  const wrong = Object.entries(wanted).find(([name, value]) => !headers[name.toLowerCase()]?.includes(value));
  return wrong ? `header ${wrong[0]} is ${headers[wrong[0].toLowerCase()] ?? 'missing'}, wanted ${wrong[1]}` : null;
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined; // not JSON: it holds nothing that is asked for
  }
}

export interface LoggedLine {
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
}

/** ERROR as a word in capitals, as loggers print levels, so that `0 errors` is none. */
export const DEFAULT_LOG_PATTERN = '\\b(?:ERROR|CRITICAL|FATAL)\\b|Traceback \\(most recent call last\\)';

/** Lines that must not be there. */
export function matchingLines<T extends LoggedLine>(
  lines: readonly T[],
  wanted: string,
  except: readonly string[],
): readonly T[] {
  const bad = new RegExp(wanted);
  const tolerated = except.map((it) => new RegExp(it));
  return lines.filter(({ text }) => bad.test(text) && !tolerated.some((it) => it.test(text)));
}

/** Whether a text is a regular expression. */
export function isPattern(text: string): boolean {
  try {
    return new RegExp(text) instanceof RegExp;
  } catch {
    return false; // the constructor says so by throwing
  }
}

/** The value nearest to a bound that still meets it; null where there is none that can be. */
export function greenSideOf({ op, value }: Bound, step: number): number | null {
  const nearest = op === '<' ? value - step : op === '>' ? value + step : value;
  return isPossible(nearest) ? nearest : null;
}

/** Numbers on the red side of a bound, as near to it as the step allows. */
export function redSideOf({ op, value }: Bound, step: number): readonly number[] {
  switch (op) {
    case '<':
      return [value, value + step];
    case '<=':
      return [value + step];
    case '>':
      return [value, value - step].filter(isPossible);
    case '>=':
      return [value - step].filter(isPossible);
    case '=':
      return [value - step, value + step].filter(isPossible);
  }
}

/** Nothing that is counted or measured is less than none. */
const isPossible = (value: number): boolean => value >= 0;
