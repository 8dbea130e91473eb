import type { Diagnosis, Ports, ServiceLife, StackFacts, StackSettings } from '../../domain/index.ts';
import { maskSecrets } from '../../formats/index.ts';
import { diagnose } from '../diagnosis/index.ts';
import type { ResolvedModel } from './model.ts';
import { composeOn, type Project } from './project.ts';
import { lifeOf, lookAtServices, type Seen, wellSince } from './services.ts';

const LOG_LINES = 40;

export interface Risen {
  readonly up: StackFacts['up'];
  readonly seen: readonly Seen[];
  /** When each service became well, ms from `up`. */
  readonly wellMs: ReadonlyMap<string, number>;
  /** When `up` began, milliseconds since the epoch. */
  readonly upMs: number;
}

/** `up -d`, then a look at every service until each is well, one has failed, or the time is over. */
export async function rise(
  ports: Ports,
  project: Project,
  model: ResolvedModel,
  { timeoutMs }: Pick<StackSettings, 'timeoutMs'>,
): Promise<Risen> {
  const compose = composeOn(ports, project, model);
  const log: string[] = [];
  const upMs = ports.clock.now();
  const deadline = ports.clock.monotonic() + timeoutMs;
  let ended: Awaited<ReturnType<typeof compose>> | undefined;
  const upping = compose(['up', '-d', '--no-build'], timeoutMs, (line) => log.push(line)).then((outcome) => {
    ended = outcome;
  });
  upping.catch(() => undefined); // told by the `await` below
  const wellMs = new Map<string, number>();
  let seen: readonly Seen[] = [];
  for (let stepMs = 50; ; stepMs = Math.min(stepMs * 1.5, 250)) {
    seen = await lookAtServices(ports, project, model);
    const nowMs = ports.clock.now();
    for (const it of seen)
      if (it.standing === 'well' && !wellMs.has(it.service)) wellMs.set(it.service, wellSince(it, upMs, nowMs));
    ports.onEvent({
      kind: 'work-progress',
      id: 'stack:up',
      detail: `${wellMs.size} of ${seen.length} services are well`,
      share: wellMs.size / Math.max(1, seen.length),
    });
    const settled =
      seen.every(({ standing }) => standing === 'well') || seen.some(({ standing }) => standing === 'failed');
    if ((ended && (settled || ended.exitCode !== 0)) || ports.clock.monotonic() > deadline) break;
    await ports.clock.sleep(stepMs, ports.signal);
  }
  await upping; // ends with the same time limit
  const message = messageOf(seen, ended?.exitCode ?? null, log);
  const elapsedMs = message === null ? Math.max(0, ...wellMs.values()) : ports.clock.now() - upMs;
  return {
    up: { succeeded: message === null, elapsedMs, message, log: lastOf(log), diagnosis: null },
    seen,
    wellMs,
    upMs,
  };
}

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
  { seen, wellMs, upMs, up }: Risen,
): Promise<{ readonly services: readonly ServiceLife[]; readonly diagnosis: Diagnosis | null }> {
  const services: ServiceLife[] = [];
  const begun = seen.some(({ state }) => state !== null); // else there are no lives to tell of
  for (const it of begun ? seen : []) services.push(await lifeOf(ports, it, upMs, wellMs.get(it.service) ?? null));
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
