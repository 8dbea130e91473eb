import { z } from './schemas.ts';
import type {
  Atom,
  Bound,
  Check,
  CheckId,
  Diagnosis,
  Evidence,
  Facts,
  FactsOf,
  Finding,
  Fix,
  HistoryEntry,
  ImageConfig,
  ImageFile,
  Instruction,
  Kind,
  Mutant,
  NonEmpty,
  Place,
  PlantedFile,
  Placed,
  Series,
  Sighting,
  Sources,
  Stage,
  TextEdit,
  TreeRow,
  Unit,
  Verdict,
} from '../domain/index.ts';
import {
  answerFault,
  type AnswerWanted,
  greenSideOf,
  isPattern,
  type LoggedLine,
  redSideOf,
} from '../formats/answers/index.ts';
import { maskSecrets, type Quantity, humanize, meets, plural, readBound } from '../formats/index.ts';

export { z, humanize, meets, plural };
export type {
  Bound,
  Evidence,
  Finding,
  Fix,
  HistoryEntry,
  ImageConfig,
  ImageFile,
  Instruction,
  NonEmpty,
  Place,
  PlantedFile,
  Series,
  Sighting,
  Sources,
  Stage,
  TextEdit,
  Verdict,
};

type NoParams = z.ZodType<Record<string, never>>;

const NO_PARAMS = z.strictObject({}); // one for all of them: making two hundred takes a tenth of a start

interface Declared<A extends Atom, R extends string, S extends z.ZodType> {
  readonly id: CheckId;
  readonly version: number;
  readonly title: string;
  readonly why: string;
  readonly remedy: string;
  readonly references: readonly string[];
  readonly aliases?: readonly string[];
  readonly reads: readonly A[];
  readonly params?: S;
  readonly reasons: readonly R[];
  readonly example: Check['example'];
  readonly mutants: readonly Mutant<NoInfer<R>, z.output<S>>[];
  readonly mutantsFor?: (facts: FactsOf<A>, params: z.output<S>) => readonly Mutant<NoInfer<R>, z.output<S>>[];
  readonly asks?: (params: z.output<S>) => ReturnType<NonNullable<Check['asks']>>;
  readonly judge: (facts: FactsOf<A>, params: z.output<S>) => Verdict<NoInfer<R>>;
  readonly lint?: Check['lint'];
  readonly fixes?: (facts: FactsOf<A>, params: z.output<S>) => readonly Fix[];
  readonly sightings?: (facts: FactsOf<A>, params: z.output<S>) => readonly Sighting[];
}

/** Declares a check: one value from which docs page, `explain`, SARIF rule, config key, schema, cache key and counter-proofs come. */
export function defineCheck<const A extends Atom, const R extends string, S extends z.ZodType = NoParams>(
  declared: Declared<A, R, S>,
): Check<A, R, z.output<S>> {
  const params = declared.params ?? (NO_PARAMS as unknown as S); // a check without parameters takes an empty object
  return { ...declared, params };
}

/** One fault with its reason code and what shows it. */
export function finding<const R extends string>(
  reason: R,
  message: string,
  ...evidence: NonEmpty<Evidence>
): Finding<R> {
  return { reason, message: maskSecrets(message), evidence };
}

/** The same fault with words of its own about what to do, where those of the check would mislead; without any it is left. */
export function mended<const R extends string>(remedy: string | null, fault: Finding<R>): Finding<R> {
  return remedy === null ? fault : { ...fault, remedy };
}

export function pass(...evidence: NonEmpty<Evidence>): Verdict<never> {
  return { status: 'pass', evidence };
}

export function fail<R extends string>(...findings: NonEmpty<Finding<R>>): Verdict<R> {
  return { status: 'fail', findings };
}

export function inapplicable(because: string): Verdict<never> {
  return { status: 'inapplicable', because };
}

/** Could not be judged. `reason` where a check tells several causes apart, `evidence` for what was seen all the same. */
export function inconclusive<const R extends string = never>(
  because: string,
  remedy: string,
  how: { readonly reason?: R; readonly evidence?: readonly Evidence[] } = {},
): Verdict<R> {
  return { status: 'inconclusive', because, remedy, ...how };
}

export function isNonEmpty<T>(list: readonly T[]): list is NonEmpty<T> {
  return list.length > 0;
}

/**
 * Fails with the findings; else passes on what was looked at; where nothing was there to look at, it does not apply. What costs
 * time to put together is given as a function: most of a check's mutants are red.
 */
export function passUnless<R extends string>(
  findings: readonly Finding<R>[],
  lookedAt: readonly Evidence[] | (() => readonly Evidence[]),
  nothing = 'there is nothing of the kind here',
): Verdict<R> {
  if (isNonEmpty(findings)) return { status: 'fail', findings };
  const evidence = typeof lookedAt === 'function' ? lookedAt() : lookedAt;
  return isNonEmpty(evidence) ? { status: 'pass', evidence } : inapplicable(nothing);
}

/** The judgement of a bound: passes with the measure, or fails with the reason. */
export function judgeBound<const R extends string>(
  reason: R,
  what: string,
  value: number,
  unit: Unit,
  target: Bound,
  ...more: Evidence[]
): Verdict<R> {
  const measure = seen.measure(what, value, unit, target);
  if (meets(target, value)) return pass(measure, ...more);
  return fail(finding(reason, `${what}: ${humanize(value, unit)}, wanted ${target.text}`, measure, ...more));
}

const KEPT = 600; // characters of one piece of evidence: a quotation, not an archive

function kept(text: string): string {
  const masked = maskSecrets(text);
  return masked.length <= KEPT ? masked : `${masked.slice(0, KEPT)}…`;
}

/** The only maker of evidence: keeps what is needed and masks secrets. */
export const seen = {
  source: (it: { readonly text: string; readonly at: Place } | Placed<unknown>): Evidence => ({
    kind: 'source',
    text: kept(it.text),
    at: it.at,
  }),
  place: (text: string, at: Place): Evidence => ({ kind: 'source', text: kept(text), at }),
  file: (file: Pick<ImageFile, 'path' | 'layer'>, detail?: string): Evidence => ({
    kind: 'file',
    path: file.path,
    layer: file.layer,
    ...(detail === undefined ? {} : { detail: kept(detail) }),
  }),
  path: (path: string, detail?: string): Evidence => ({
    kind: 'file',
    path,
    ...(detail === undefined ? {} : { detail: kept(detail) }),
  }),
  measure: (what: string, value: number, unit: Unit, target?: Bound, samples?: readonly number[]): Evidence => ({
    kind: 'measure',
    what,
    value,
    unit,
    ...(target ? { target } : {}),
    ...(samples ? { samples } : {}),
  }),
  value: (what: string, value: string): Evidence => ({ kind: 'value', what, value: kept(value) }),
  log: (stream: 'stdout' | 'stderr' | 'build' | 'engine', text: string): Evidence => ({
    kind: 'log',
    stream,
    text: kept(text),
  }),
  tree: (title: string, rows: readonly TreeRow[]): Evidence => ({ kind: 'tree', title, rows }),
  table: (
    title: string,
    head: readonly string[],
    rows: readonly (readonly string[])[],
    notes: readonly string[] = [],
  ): Evidence => ({
    kind: 'table',
    title,
    head,
    rows: rows.map((row) => row.map(kept)),
    ...(notes.length > 0 ? { notes: notes.map(kept) } : {}),
  }),
};

function bound(quantity: Quantity, fallback: string | undefined) {
  const schema = z.union([z.string(), z.number()]).transform((written, context): Bound => {
    const read = readBound(String(written), quantity);
    if (!('fault' in read)) return read;
    context.addIssue({ code: 'custom', message: read.fault });
    return z.NEVER;
  });
  return fallback === undefined ? schema : schema.prefault(fallback);
}

/** A bound on bytes: `<500MB`. */
export const size = (fallback?: string) => bound('size', fallback);
/** A bound on time: `<5s`. */
export const duration = (fallback?: string) => bound('duration', fallback);
/** A bound on a share: `>=70%`. */
export const share = (fallback?: string) => bound('share', fallback);
/** A bound on a number of things: `0`, `<=20`. */
export const count = (fallback?: string) => bound('count', fallback);

/** One numeric mutant pair for a bound: level J, both sides of the boundary. `put` lays a number into copied facts. */
export function justOver({ op, value }: Bound, step: number): number {
  return op === '>' || op === '>=' ? value - step : value + step;
}

/** Plants for level L. */
export const plant = (
  path: string,
  how: Omit<PlantedFile, 'path' | 'type'> & { readonly type?: PlantedFile['type'] } = {},
): PlantedFile => ({
  type: 'file',
  ...how,
  path,
});

/** A white-out of a path, for level L. */
export const whiteout = (path: string): PlantedFile => ({ path, type: 'whiteout' });

/** The verdict on a measured number in its bound's unit, with the samples behind it and more evidence on either side. */
export function judgeMeasure<const R extends string>(
  reason: R,
  what: string,
  value: number,
  target: Bound,
  {
    samples,
    more = [],
    remedy = null,
  }: {
    readonly samples?: readonly number[];
    readonly more?: readonly Evidence[];
    readonly remedy?: string | null;
  } = {},
): Verdict<R> {
  const measure = seen.measure(what, value, target.unit, target, samples);
  if (meets(target, value)) return pass(measure, ...more);
  const fault = finding(reason, `${what}: ${humanize(value, target.unit)}, wanted ${target.text}`, measure, ...more);
  return fail(mended(remedy, fault));
}

/** What a diagnosis adds to a finding: the cause in the sentence, the lines that show it, and what to do. */
export function causeOf(diagnosis: Diagnosis | null | undefined): string {
  return diagnosis ? `: ${diagnosis.cause}` : '';
}

export function evidenceOf(diagnosis: Diagnosis | null | undefined): readonly Evidence[] {
  if (!diagnosis) return [];
  const shown = diagnosis.evidence.length === 0 ? [] : [seen.value('shown by', diagnosis.evidence.join('\n'))];
  return [...shown, seen.value('what to do', diagnosis.remedy)];
}

/** Parameters that say what an answer must be like; the same for a container, a service and a place elsewhere. */
export const answerShape = {
  status: z.int().min(100).max(599).default(200).describe('Status that must come back'),
  json: z.unknown().optional().describe('JSON that the body must hold: keys by name, list elements in any place'),
  contains: z.string().optional().describe('Text that the body must hold'),
};

/** Judges an answer by status and body; the first of them that is wrong is the reason. */
export function judgeAnswer(
  what: string,
  answer: { readonly code: number; readonly body: string; readonly elapsedMs: number },
  wanted: AnswerWanted,
): Verdict<'status' | 'body'> {
  const { code, body, elapsedMs } = answer;
  const shown = [
    seen.value(`status of ${what}`, String(code)),
    seen.value('body', body === '' ? '(empty)' : body),
  ] as const;
  const wrong = answerFault(answer, wanted);
  if (wrong) return fail(finding(wrong.reason, `${what}: ${wrong.fault}`, ...shown));
  return pass(...shown, seen.measure('time to answer', Math.round(elapsedMs), 'ms'));
}

/** A parameter that is a regular expression. */
export const pattern = () => z.string().refine(isPattern, { error: 'is not a regular expression' });

const SHOWN_LINES = 5;

/** The first few lines of a log as evidence. */
export function shownLines(lines: readonly LoggedLine[]): readonly Evidence[] {
  return lines.slice(0, SHOWN_LINES).map(({ stream, text }) => seen.log(stream, text));
}

/**
 * Level J: the comparison alone, just beyond the bound and, unless only `red` is meant, green just before it. `put` lays the
 * number into the facts of a kind; `red` is for bounds that other bounds of the same check overlap.
 */
export function boundMutants<K extends Kind>(kind: K, sides: 'both' | 'red' = 'both') {
  return <const R extends string>(
    reason: R,
    target: Bound,
    step: number,
    put: (facts: Facts[K], value: number) => Partial<Facts[K]>,
  ) =>
    redSideOf(target, step).map((value, index) => {
      const at =
        (side: number) =>
        (facts: Facts): Partial<Facts> => ({
          [kind]: { ...facts[kind], ...put(facts[kind], side) },
        });
      const green = index === 0 && sides === 'both' ? greenSideOf(target, step) : null;
      return {
        level: 'J' as const,
        title: `${besides(value, target)} against ${target.text}${green === null ? '' : `, green ${besides(green, target)}`}`,
        reason,
        edit: at(value),
        ...(green === null ? {} : { green: at(green) }),
      };
    });
}

/** `exactly 60 s`, `just over 60 s`: rounded, the two would look the same. */
function besides(value: number, { value: bound, unit }: Bound): string {
  const side = value === bound ? 'exactly' : value > bound ? 'just over' : 'just under';
  return `${side} ${humanize(bound, unit)}`;
}
