import type { Diagnosis, Ports, ServiceLife, StackFacts } from '../../domain/index.ts';
import { maskSecrets } from '../../formats/index.ts';
import { diagnose } from '../diagnosis/index.ts';
import type { ResolvedModel } from './model.ts';
import { type Moments, noteMoments, timelineOf } from './moments.ts';
import type { Pace } from './pace.ts';
import { composeOn, type Project } from './project.ts';
import { lifeOf, lookAtServices, type Seen, wellSince } from './services.ts';

const LOG_LINES = 40;

export interface Risen {
  readonly up: StackFacts['up'];
  readonly seen: readonly Seen[];
  /** When each service became well, ms from `up`. */
  readonly wellMs: ReadonlyMap<string, number>;
  readonly moments: Moments;
  /** When `up` began, milliseconds since the epoch. */
  readonly upMs: number;
}

/** `up -d`, then a look at every service until each is well, one has failed, or the time is over. */
export async function rise(ports: Ports, project: Project, model: ResolvedModel, pace: Pace): Promise<Risen> {
  const log: string[] = [];
  const upMs = ports.clock.now();
  const upping = startUp(ports, project, model, pace, log);
  const noted: Noted = { wellMs: new Map(), moments: new Map(), upMs };
  try {
    const { seen, cut } = await watch(ports, project, model, { pace, noted, exitCode: upping.exitCode });
    if (cut !== null) upping.stop();
    const exitCode = await upping.ended; // ends with the same time limit
    const told = messageOf(seen, exitCode, log);
    const message = told !== null && cut !== null ? `${told} (${cut})` : told;
    const elapsedMs = message === null ? Math.max(0, ...noted.wellMs.values()) : ports.clock.now() - upMs;
    const up = { succeeded: message === null, elapsedMs, message, log: lastOf(log), diagnosis: null };
    return { up, seen, ...noted };
  } finally {
    upping.stop(); // where something was thrown: what is still made would be left
  }
}

interface Watching {
  readonly pace: Pace;
  readonly noted: Noted;
  readonly exitCode: () => number | null | undefined;
}

/** Looks until all is well or nothing more is worth waiting for; `cut` says why, where that is before the client's end. */
async function watch(
  ports: Ports,
  project: Project,
  model: ResolvedModel,
  { pace, noted, exitCode }: Watching,
): Promise<{ readonly seen: readonly Seen[]; readonly cut: string | null }> {
  const beganMs = ports.clock.monotonic();
  let failedSince: number | null = null;
  for (let stepMs = 50; ; stepMs = Math.min(stepMs * 1.5, 250)) {
    const seen = await lookAtServices(ports, project, model);
    noteLook(ports, seen, noted);
    const isWell = seen.every(({ standing }) => standing === 'well');
    const nowMs = ports.clock.monotonic();
    failedSince = seen.some(({ standing }) => standing === 'failed') ? (failedSince ?? nowMs) : null;
    const ended = exitCode();
    if (pace.isSettled({ seen, hasEnded: ended !== undefined, nowMs })) return { seen, cut: SETTLED };
    if (ended !== undefined && !pace.isSingle && (isWell || failedSince !== null || ended !== 0))
      return { seen, cut: null };
    if (nowMs - beganMs > pace.timeoutMs) return { seen, cut: null };
    const cut = failedSince === null || pace.isSingle ? null : whyCut(seen, nowMs - failedSince, nowMs - beganMs, pace);
    if (cut !== null) return { seen, cut };
    await ports.clock.sleep(stepMs, ports.signal);
  }
}

/** `up` in the background; it can be ended when its outcome does not matter any more. */
function startUp(ports: Ports, project: Project, model: ResolvedModel, { timeoutMs, only }: Pace, log: string[]) {
  const stopping = new AbortController();
  let exitCode: number | null | undefined;
  const signal = AbortSignal.any([ports.signal, stopping.signal]);
  const compose = composeOn(ports, project, model);
  const which = only === null ? [] : ['--no-deps', only];
  const ended = compose(['up', '-d', '--no-build', ...which], {
    timeoutMs,
    signal,
    onStderr: (line) => log.push(line),
  }).then(
    (outcome) => (exitCode = outcome.exitCode),
    (error: unknown) => {
      if (stopping.signal.aborted && !ports.signal.aborted) return null;
      throw error;
    },
  );
  ended.catch(() => undefined); // told to who awaits it
  return { ended, exitCode: () => exitCode, stop: () => stopping.abort() };
}

type Noted = Pick<Risen, 'moments' | 'upMs'> & { readonly wellMs: Map<string, number> };

function noteLook(ports: Ports, seen: readonly Seen[], { wellMs, moments, upMs }: Noted): void {
  const nowMs = ports.clock.now();
  for (const it of seen) {
    noteMoments(moments, it.service, it.states);
    if (it.standing === 'well' && !wellMs.has(it.service)) wellMs.set(it.service, wellSince(it, upMs, nowMs));
  }
  ports.onEvent({
    kind: 'work-progress',
    id: 'stack:up',
    detail: `${wellMs.size} of ${seen.length} services are well`,
    share: wellMs.size / Math.max(1, seen.length),
  });
}

const SETTLED = 'not waited for any longer: nothing more is to come of the change';

/** Why nothing more is waited for: one has failed for good, and the others are settled or have had their time. */
function whyCut(
  seen: readonly Seen[],
  failedForMs: number,
  elapsedMs: number,
  { settleMs, graceMs }: Pace,
): string | null {
  const open = seen.filter(
    ({ standing, state }) => standing === 'waits' && state !== null && state.status !== 'created',
  );
  if (failedForMs < (open.length === 0 ? settleMs : graceMs)) return null;
  const others = open.length === 0 ? 'nothing else was under way' : `${namesOf(open)} had ${graceMs / 1000} s more`;
  return `not waited for after ${(elapsedMs / 1000).toFixed(1)} s: this cannot become well any more, and ${others}`;
}

const namesOf = (seen: readonly Seen[]): string => seen.map(({ service }) => service).join(', ');

function messageOf(seen: readonly Seen[], exitCode: number | null, log: readonly string[]): string | null {
  const bad = seen.filter(({ standing }) => standing !== 'well');
  if (bad.length === 0 && exitCode === 0) return null;
  const last = log.filter((line) => line.trim() !== '').at(-1) ?? `compose ended with ${exitCode}`;
  if (bad.every(({ state }) => state === null)) return last;
  const named = bad.map(({ service, state }) => `${service} ${wordFor(state)}`).join(', ');
  return named || last;
}

function wordFor(state: Seen['state']): string {
  if (!state || state.status === 'created') return 'was not started';
  if (state.status === 'exited' || state.status === 'dead') return `ended with exit code ${state.exitCode}`;
  if (state.status === 'restarting' || state.restartCount > 0) return 'is restarted again and again';
  return state.health?.status === 'unhealthy' ? 'is unhealthy' : 'is not healthy in time';
}

/** Every service's life, and the first cause that one of them gives for the whole. */
export async function livesOf(
  ports: Ports,
  { seen, wellMs, moments, upMs, up }: Risen,
): Promise<{ readonly services: readonly ServiceLife[]; readonly diagnosis: Diagnosis | null }> {
  const services: ServiceLife[] = [];
  const begun = seen.some(({ state }) => state !== null); // else there are no lives to tell of
  for (const it of begun ? seen : []) {
    noteMoments(moments, it.service, it.states);
    const timeline = timelineOf(moments, it.service, upMs);
    services.push(await lifeOf(ports, it, timeline, wellMs.get(it.service) ?? null));
  }
  const own = services.map(({ diagnosis }) => diagnosis).find((it) => it !== null && it.kind !== 'unknown');
  const any = services.map(({ diagnosis }) => diagnosis).find((it) => it !== null);
  return { services, diagnosis: up.succeeded ? null : (own ?? diagnose({ lines: up.log }) ?? any ?? null) };
}

/** A project that does not even come to `up`. */
export function notUp(message: string, diagnosis: Diagnosis | null = null): StackFacts['up'] {
  const log = lastOf(message.split('\n'));
  const last = log.filter((line) => line.trim() !== '').at(-1) ?? message;
  return {
    succeeded: false,
    elapsedMs: 0,
    message: last,
    log,
    diagnosis: diagnosis ?? diagnose({ lines: log }),
  };
}

const lastOf = (log: readonly string[]): readonly string[] => log.slice(-LOG_LINES).map((line) => maskSecrets(line));
