import type { CounterProof, EvidenceRecord } from '../domain/index.ts';
import { humanize, plural } from '../formats/index.ts';
import { standingOf } from '../record/index.ts';
import { momentOf } from './outcome.ts';
import { isRed, proofsOf } from './proofs.ts';
import { worldsOf } from './worlds.ts';

/** All counter-proofs of a record, counted. */
export interface ProofSums {
  /** Criteria that are proven, and all for which a proof was tried. */
  readonly proven: number;
  readonly tried: number;
  /** Mutants that went red for the expected reason. */
  readonly mutants: number;
  /** Worlds that an engine made in this run. */
  readonly containers: number;
  readonly stacks: number;
  readonly builds: number;
  readonly elapsedMs: number;
  /** The time is a sum of work: worlds are made side by side, so the clock moved less. */
  readonly isWork: boolean;
  readonly survived: number;
  readonly equivalent: number;
  readonly notRun: number;
  /** Of the mutants, those that were not made again: with a result that is still true, and by themselves on this machine. */
  readonly fromRecord: number;
  readonly fromCache: number;
}

/** Null where nothing was to be proven. */
export function sumProofs(record: EvidenceRecord): ProofSums | null {
  const { ticks, counterProofs } = record;
  if (counterProofs.length === 0) return null;
  const takenOver = new Set(ticks.filter(({ reused }) => reused).map(({ criterion }) => criterion.id));
  const isReused = (it: CounterProof) => it.reused === true || takenOver.has(it.criterion);
  const nowMs = momentOf(record);
  const red = counterProofs.filter((it) => it.level !== 'null' && isRed(it));
  const count = (status: string) => counterProofs.filter(({ outcome }) => outcome.status === status).length;
  return {
    proven: ticks.filter((tick) => standingOf(tick, nowMs) === 'proven').length,
    tried: ticks.filter((tick) => proofsOf(record, tick).length > 0).length,
    mutants: red.length,
    ...costOf(record, isReused),
    survived: count('survived'),
    equivalent: count('equivalent'),
    notRun: count('not-run'),
    fromRecord: red.filter(({ criterion }) => takenOver.has(criterion)).length,
    fromCache: red.filter((it) => it.reused === true && !takenOver.has(it.criterion)).length,
  };
}

/** As the run measured it; from the proofs themselves where it did not. */
function costOf(
  record: EvidenceRecord,
  isReused: (it: CounterProof) => boolean,
): Pick<ProofSums, 'containers' | 'stacks' | 'builds' | 'elapsedMs' | 'isWork'> {
  const { proof } = record.run;
  if (proof) {
    const { containers, stacks, builds, bytesMs, engineMs } = proof;
    return { containers, stacks, builds, elapsedMs: bytesMs + engineMs, isWork: false };
  }
  const made = worldsOf(record).filter(({ reused }) => !reused);
  const inMemory = record.counterProofs.filter((it) => !'RPB'.includes(it.level) && !isReused(it));
  return {
    containers: made.filter(({ level }) => level === 'R').length,
    stacks: made.filter(({ level }) => level === 'P').length,
    builds: made.filter(({ level }) => level === 'B').length,
    elapsedMs: [...made, ...inMemory].reduce((sum, { elapsedMs }) => sum + elapsedMs, 0),
    isWork: true,
  };
}

/** `61 criteria proven by 214 mutants (18 containers, 9 stacks, 2 builds) in 48 s of work; 0 survived; none reused`. */
export function sumsText(sums: ProofSums): string {
  const { proven, tried, mutants, elapsedMs, isWork, survived, notRun } = sums;
  const of = proven === tried ? '' : ` of ${tried}`;
  const made = startsText(sums);
  const time = elapsedMs === 0 ? '' : ` in ${humanize(roundly(elapsedMs), 'ms')}${isWork ? ' of work' : ''}`;
  return [
    `${proven}${of} ${tried === 1 ? 'criterion' : 'criteria'} proven; ${plural(mutants, 'mutant')} went red${made === '' ? '' : ` (${made})`}${time}`,
    `${survived} survived`,
    ...(notRun === 0 ? [] : [`${notRun} not run`]),
    reusedText(sums),
  ].join('; ');
}

/** A fresh clone has no record, and yet what was proven on this machine before. */
function reusedText({ fromRecord, fromCache }: ProofSums): string {
  const parts = [
    ...(fromRecord === 0 ? [] : [`${fromRecord} from the last record`]),
    ...(fromCache === 0 ? [] : [`${fromCache} from the cache of earlier runs`]),
  ];
  return parts.length === 0 ? 'none reused' : `reused: ${parts.join(', ')}`;
}

/** What an engine makes, in words: `18 containers, 9 stacks, 2 builds`. */
export function startsText({
  containers,
  stacks,
  builds,
}: Pick<ProofSums, 'containers' | 'stacks' | 'builds'>): string {
  return [
    ...(containers === 0 ? [] : [plural(containers, 'container')]),
    ...(stacks === 0 ? [] : [plural(stacks, 'stack')]),
    ...(builds === 0 ? [] : [plural(builds, 'build')]),
  ].join(', ');
}

/** Tenths of seconds say nothing about a minute. */
function roundly(elapsedMs: number): number {
  return elapsedMs < 10_000 ? elapsedMs : Math.round(elapsedMs / 1000) * 1000;
}
