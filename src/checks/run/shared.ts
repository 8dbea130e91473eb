import type { Ask, Bound, Diagnosis, Evidence, Facts, HttpObservation, RunFacts } from '../../domain/index.ts';
import { fail, finding, humanize, meets, pass, seen, type Verdict, z } from '../kit.ts';

export type { Ask, Diagnosis, HttpObservation };

/** What a diagnosis adds to a finding: the cause in the sentence, the lines that show it, and what to do. */
export function causeOf(diagnosis: Diagnosis | null | undefined): string {
  return diagnosis ? `: ${diagnosis.cause}` : '';
}

export function evidenceOf(diagnosis: Diagnosis | null | undefined): readonly Evidence[] {
  if (!diagnosis) return [];
  const shown = diagnosis.evidence.length === 0 ? [] : [seen.value('shown by', diagnosis.evidence.join('\n'))];
  return [...shown, seen.value('what to do', diagnosis.remedy)];
}

/** The observation that answers this very question: several criteria may ask one sensor. */
export function observed<T extends { readonly ask: Ask }>(observations: readonly T[], ask: Ask): T | undefined {
  const wanted = canonical(ask);
  return observations.find((it) => canonical(it.ask) === wanted);
}

function canonical(ask: Ask): string {
  const entries = Object.entries(ask).filter(([, value]) => value !== undefined);
  return JSON.stringify(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Numbers on the red side of a bound, as near to it as the step allows. */
export function redSideOf({ op, value }: Bound, step: number): readonly number[] {
  switch (op) {
    case '<':
      return [value, value + step];
    case '<=':
      return [value + step];
    case '>':
      return [value, value - step];
    case '>=':
      return [value - step];
    case '=':
      return value - step < 0 ? [value + step] : [value - step, value + step];
  }
}

/** Level J: the comparison alone, just beyond the bound. `put` lays the number into the facts of the run. */
export function boundMutants<const R extends string>(
  reason: R,
  target: Bound,
  step: number,
  put: (run: RunFacts, value: number) => Partial<RunFacts>,
) {
  return redSideOf(target, step).map((value) => ({
    level: 'J' as const,
    title: `${humanize(value, target.unit)} against ${target.text}`,
    reason,
    edit: (facts: Facts): Partial<Facts> => ({ run: { ...facts.run, ...put(facts.run, value) } }),
  }));
}

/** Whether a value holds all of another: objects by key, lists by element in any place, all else by equality. */
export function holds(actual: unknown, wanted: unknown): boolean {
  if (Array.isArray(wanted))
    return Array.isArray(actual) && wanted.every((it) => actual.some((other) => holds(other, it)));
  if (typeof wanted !== 'object' || wanted === null) return actual === wanted;
  if (typeof actual !== 'object' || actual === null || Array.isArray(actual)) return false;
  return Object.entries(wanted).every(([key, it]) => key in actual && holds(Reflect.get(actual, key), it));
}

/** A parameter that is a regular expression. */
export const pattern = () => z.string().refine(isPattern, { error: 'is not a regular expression' });

function isPattern(text: string): boolean {
  try {
    return new RegExp(text) instanceof RegExp;
  } catch {
    return false; // the constructor says so by throwing
  }
}

/** What an answer must be like; the same for a container, a service and a place elsewhere. */
export const answerShape = {
  status: z.int().min(100).max(599).default(200).describe('Status that must come back'),
  json: z.unknown().optional().describe('JSON that the body must hold: keys by name, list elements in any place'),
  contains: z.string().optional().describe('Text that the body must hold'),
};

interface AnswerWanted {
  readonly status: number;
  readonly json?: unknown;
  readonly contains?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

interface Answer {
  readonly code: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly elapsedMs: number;
}

/** Judges an answer by status, headers and body; the first of them that is wrong is the reason. */
export function judgeAnswer(
  what: string,
  answer: Answer,
  wanted: AnswerWanted,
): Verdict<'status' | 'headers' | 'body'> {
  const { code, body, headers = {}, elapsedMs } = answer;
  const status = seen.value(`status of ${what}`, String(code));
  const shown = seen.value('body', body === '' ? '(empty)' : body);
  if (code !== wanted.status)
    return fail(finding('status', `${what} answered ${code}, wanted ${wanted.status}`, status, shown));
  const wrong = Object.entries(wanted.headers ?? {}).find(
    ([name, value]) => !headers[name.toLowerCase()]?.includes(value),
  );
  if (wrong) {
    const [name, value] = wrong;
    return fail(
      finding(
        'headers',
        `${what}: header ${name} is ${headers[name.toLowerCase()] ?? 'missing'}, wanted ${value}`,
        status,
      ),
    );
  }
  if (wanted.json !== undefined && !holds(jsonOf(body), wanted.json)) {
    return fail(finding('body', `${what}: the body does not hold ${JSON.stringify(wanted.json)}`, shown));
  }
  if (wanted.contains !== undefined && !body.includes(wanted.contains)) {
    return fail(finding('body', `${what}: the body does not hold \`${wanted.contains}\``, shown));
  }
  return pass(status, shown, seen.measure('time to answer', Math.round(elapsedMs), 'ms'));
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
const SHOWN_LINES = 5;

/** Lines that must not be there. */
export function matchingLines(
  lines: readonly LoggedLine[],
  wanted: string,
  except: readonly string[],
): readonly LoggedLine[] {
  const bad = new RegExp(wanted);
  const tolerated = except.map((it) => new RegExp(it));
  return lines.filter(({ text }) => bad.test(text) && !tolerated.some((it) => it.test(text)));
}

export function shownLines(lines: readonly LoggedLine[]): readonly Evidence[] {
  return lines.slice(0, SHOWN_LINES).map(({ stream, text }) => seen.log(stream, text));
}

/** The verdict on a measure, with more evidence on either side. */
export function judgeMeasure<const R extends string>(
  reason: R,
  what: string,
  value: number,
  target: Bound,
  { samples, more = [] }: { readonly samples?: readonly number[]; readonly more?: readonly Evidence[] } = {},
): Verdict<R> {
  const measure = seen.measure(what, value, target.unit, target, samples);
  if (meets(target, value)) return pass(measure, ...more);
  return fail(finding(reason, `${what}: ${humanize(value, target.unit)}, wanted ${target.text}`, measure, ...more));
}
