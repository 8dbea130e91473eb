import type { StackChange, Target } from '../../domain/index.ts';
import { isReplaced } from './change.ts';
import type { Seen } from './services.ts';

const TIMEOUT_MS = 120_000;
const WATCH_MS = 10_000; // after all is well: restarts and late errors show
const MANY_RESTARTS = 3;
const LATE_MS = 1_000; // what runs so long first is restarted once for all to see
const SAID_MS = 300; // until a line that is printed first of all is in the log
const STUB_MS = 5_000; // until what takes a service's place answers

/** What is looked at once: the services, and whether the client that brings them up has ended. */
interface Look {
  readonly seen: readonly Seen[];
  readonly hasEnded: boolean;
  readonly nowMs: number;
}

/** How patiently a project is watched. */
export interface Pace {
  /** For what may never come. */
  readonly timeoutMs: number;
  /** For a watch over what is well. */
  readonly windowMs: number;
  /** After something has failed for good: where nothing else is under way, and where something is. */
  readonly settleMs: number;
  readonly graceMs: number;
  /** For a first answer from outside. */
  readonly answerMs: number;
  /** Nothing more is to come of a change. */
  readonly isSettled: (look: Look) => boolean;
  /** Only that ends the watch, and the time: what else fails is of no account. */
  readonly isSingle: boolean;
  /** The only service that is brought up; null for all. */
  readonly only: string | null;
}

/** What is wanted of a project: the services that questions go to, and whether the whole matters or only services. */
interface Wants {
  readonly asked: readonly string[];
  readonly whole: boolean;
}

export function paceOf({ stack, run, changed }: Target, wants: Wants): Pace {
  const timeoutMs = stack?.timeoutMs ?? TIMEOUT_MS;
  // the client itself ends within a second, where it waits for what has failed; what others come to is worth five
  const patient = { timeoutMs, settleMs: 1_000, graceMs: 5_000, answerMs: 0, isSettled: () => false };
  const all = { isSingle: false, only: null };
  const windowMs = Math.min(WATCH_MS, changed?.windowMs ?? run.windowMs);
  if (!changed) return { ...patient, ...all, windowMs };
  const { stack: change } = changed;
  const brief = { ...patient, timeoutMs: changed.patienceMs };
  if (!change) return { ...brief, ...all, windowMs };
  const { run: its } = change;
  return {
    ...brief,
    windowMs: 0,
    settleMs: 0,
    graceMs: 1_000,
    answerMs: its?.act?.do === 'serve' ? STUB_MS : 0,
    isSettled: settledBy(change, wants),
    isSingle: its !== undefined && !isWide(its, wants),
    only: change.service !== undefined && !wants.whole && isAlone(change, wants) ? change.service : null,
  };
}

/** Nothing is asked but of a service that the helper stands for, or begins: what it depends on is not missed. */
function isAlone({ service, run }: StackChange, wants: Wants): boolean {
  const begins = isReplaced(run?.act) || (run?.act?.do === 'print' && !isWide(run, wants));
  return begins && run?.health === undefined && wants.asked.every((it) => it === service);
}

function settledBy(change: StackChange, wants: Wants): Pace['isSettled'] {
  const { service, run, apart = [], hosts, outsider } = change;
  if (run) return isWide(run, wants) ? () => false : whenRun(service, run);
  if (outsider) return ({ seen, hasEnded }) => hasEnded && seen.some(({ state }) => state !== null);
  if (apart.length === 0 && !hosts) return () => false;
  const isTouched = (name: string): boolean => apart.includes(name) || (hosts !== undefined && isMeant(service, name));
  const isReady = ({ service: name, standing, state }: Seen): boolean =>
    isTouched(name) ? !wants.asked.includes(name) || hasBegun(state) : standing !== 'waits';
  return ({ seen }) => seen.every(isReady);
}

const isMeant = (service: string | undefined, name: string): boolean => service === undefined || service === name;

/** The service is as it was, and more is asked than what it has printed. */
function isWide({ act, health }: NonNullable<StackChange['run']>, { asked, whole }: Wants): boolean {
  return act?.do === 'print' && act.exit === undefined && health === undefined && (whole || asked.length > 0);
}

/** Only the changed service counts: what takes its place is there at once, or has ended. */
function whenRun(
  service: string | undefined,
  { act, health, restarts }: NonNullable<StackChange['run']>,
): Pace['isSettled'] {
  const endsLate = act?.do === 'exit' && (act.afterMs ?? 0) >= LATE_MS;
  const enough = restarts && !endsLate ? MANY_RESTARTS : 1;
  let sinceMs: number | null = null;
  return ({ seen, hasEnded, nowMs }) => {
    const it = seen.find((other) => other.service === service);
    if (!it?.state || it.state.status === 'created') return hasEnded;
    if (it.state.restartCount >= enough) return true;
    if (restarts) return false;
    if (['exited', 'dead', 'restarting'].includes(it.state.status)) return true;
    if (health || !act || act.do === 'exit') return it.standing !== 'waits';
    if (!isReplaced(act) && act.do !== 'print') return it.standing !== 'waits';
    sinceMs ??= nowMs;
    return nowMs - sinceMs >= SAID_MS;
  };
}

const hasBegun = (state: Seen['state']): boolean => state !== null && state.status !== 'created';
