import type {
  ContainerState,
  EngineLogLine,
  HttpAsk,
  HttpObservation,
  ReachAsk,
  ReachObservation,
  RunFacts,
} from '../../domain/index.ts';
import { diagnose, type Symptoms } from '../diagnosis/index.ts';
import { type Bench, defaultPort, ownPort, specOf } from './bench.ts';
import { askAll } from './http-asks.ts';
import { type Idle, measureIdle } from './idle.ts';
import { begin, epochMs, isUp, type Life } from './life.ts';
import { type Listener, listenersOf, readListeners } from './listeners.ts';
import { untilOf } from './pace.ts';
import { phase } from './phase.ts';
import { processOf } from './process-of.ts';
import { hasHealthcheck, healthyMs, type Probe, type Readied, waitReady } from './readiness.ts';
import { reach } from './reach.ts';
import { writtenPaths } from './read-only.ts';
import { watchRestarts } from './restarts.ts';
import { sampleOf, startsOf } from './starts.ts';
import { measureStop } from './stop.ts';
import { waitUntil } from './wait-until.ts';

/** What is asked of the one life that serves most questions. */
export interface Wanted {
  readonly has: (atom: keyof RunFacts) => boolean;
  readonly http: readonly HttpAsk[];
  readonly reaches: readonly ReachAsk[];
}

/** What that life brought to light. */
export interface ServiceLife {
  readonly facts: Partial<RunFacts>;
  readonly http: readonly HttpObservation[];
  /** Paths on the root file system that it wrote. */
  readonly written: readonly string[];
}

const KEPT_LINES = 20_000; // of both ends of a log

/** One container from start to stop, asked all that can be asked of it while it lives. */
export async function liveOnce(bench: Bench, probe: Probe, wanted: Wanted): Promise<ServiceLife> {
  const { ports } = bench;
  await using life = await begin(bench, specOf(bench, 'service'));
  const readied = await phase(ports, 'run:ready', 'waiting until the service is ready', () =>
    readiness(bench, life, probe, wanted),
  );
  const early = await lookAt(bench, life, wanted);
  const health = wanted.has('health')
    ? await phase(ports, 'run:health', 'waiting for the health check', () => waitHealthy(bench, life))
    : null;
  const restarts = bench.changed?.run?.restarts ? await watchRestarts(bench, life) : null;
  const idle = await quiet(bench, life, wanted, readied);
  const last = await life.state();
  const up = isUp(last);
  const upMs = Math.max(0, (epochMs(up ? '' : (last?.finishedAt ?? '')) ?? ports.clock.now()) - life.startedHereMs);
  const written =
    wanted.has('readOnly') && life.refused === null
      ? writtenPaths(await bench.engine.changes(life.id), bench.settings.writable)
      : [];
  const stop =
    up && (wanted.has('stop') || (wanted.has('logs') && !bench.changed?.run)) // what a change makes it log is there by then
      ? await phase(ports, 'run:stop', 'stopping', () => measureStop(bench, life))
      : undefined;
  const lines = life.refused === null ? await bench.engine.logs(life.id) : [];
  const symptoms = symptomsOf({ bench, life, last, lines, readied, listening: early.listening, probe });
  const facts: Partial<RunFacts> = {
    state: {
      started: life.refused === null,
      running: up,
      exitCode: last?.exitCode ?? null,
      oomKilled: last?.oomKilled ?? false,
      error: life.refused,
      upMs: life.refused === null ? upMs : 0,
      diagnosis: up && readied.readyMs !== null ? null : diagnose(symptoms),
    },
    health: healthFacts(bench, life, health, symptoms),
    http: early.http.map((it) => explained(bench, it, symptoms, early.listening)),
    reaches: early.reaches,
    logs: logFacts(lines),
    ...(isStart(bench, wanted) ? { starts: startsOf([sampleOf(life, readied, lines, true)], bench, probe) } : {}),
    ...(idle.memory ? { memory: idle.memory } : {}),
    ...(idle.cpu ? { cpu: idle.cpu } : {}),
    ...(restarts ? { restarts } : up ? { restarts: { count: 0, windowMs: upMs } } : {}),
    ...(early.process ? { process: early.process } : {}),
    ...(stop && wanted.has('stop') ? { stop } : {}),
    ...(early.listening ? { ports: { listening: early.listening, exposed: bench.config.exposedPorts } } : {}),
  };
  return { facts, http: early.http, written };
}

/** A changed world starts once: where this life is watched until it is ready, that is the start. */
export function isStart(
  { changed, settings, config }: Pick<Bench, 'changed' | 'settings' | 'config'>,
  wanted: Wanted,
): boolean {
  return changed !== null && untilOf(changed, wanted, ownPort({ settings, config })).kind === 'ready';
}

async function readiness(bench: Bench, life: Life, probe: Probe, wanted: Wanted): Promise<Readied> {
  if (life.refused !== null) return { readyMs: null, portOpenMs: null, healthyMs: null, ended: true };
  const until = untilOf(bench.changed, wanted, ownPort(bench));
  if (until.kind !== 'ready') return waitUntil(bench, life, until);
  return waitReady(bench, life, probe, bench.settings.timeoutMs);
}

interface Early {
  readonly listening: readonly Listener[] | null;
  readonly http: readonly HttpObservation[];
  readonly reaches: readonly ReachObservation[];
  readonly process: RunFacts['process'] | undefined;
}

async function lookAt(bench: Bench, life: Life, wanted: Wanted): Promise<Early> {
  const state = await life.state();
  const up = isUp(state);
  const listening = up ? await whoListens(bench, state) : [];
  const process = up && wanted.has('process') ? await processOf(bench, state) : undefined;
  const http = await askAll(bench, state, wanted.http);
  const reaches: ReachObservation[] = [];
  for (const ask of wanted.reaches) {
    const seen = up ? await reach(bench.ports, bench.engine, life.id, ask) : notRunning(ask);
    if (seen) reaches.push(seen);
  }
  return { listening, http, reaches, process };
}

function notRunning(ask: ReachAsk): ReachObservation {
  return {
    ask,
    outcome: { status: 'unreachable', message: 'the container is not running', diagnosis: null },
    how: 'not asked',
  };
}

/** From the kernel's tables; where another kernel has them, through the image's own `cat`. */
async function whoListens({ engine, ports }: Bench, state: ContainerState): Promise<readonly Listener[] | null> {
  if (engine.info.local) return listenersOf(ports.files, state.pid);
  const read = async (name: string) => {
    const { exitCode, stdout } = await engine.exec(state.id, ['cat', `/proc/net/${name}`], 5_000);
    return exitCode === 0 ? stdout : null;
  };
  const tcp = await read('tcp');
  return tcp === null
    ? null
    : readListeners({ tcp, tcp6: await read('tcp6'), udp: await read('udp'), udp6: await read('udp6') });
}

/** Until the engine says healthy or unhealthy, within the time for readiness. */
async function waitHealthy(bench: Bench, life: Life): Promise<ContainerState | null> {
  const { ports, settings, config } = bench;
  const deadline = ports.clock.monotonic() + settings.timeoutMs;
  for (;;) {
    const state = await life.state();
    const waits = isUp(state) && hasHealthcheck(config) && (state.health?.status ?? 'starting') === 'starting';
    if (!waits || ports.clock.monotonic() > deadline) return state;
    await ports.clock.sleep(100, ports.signal);
  }
}

/** The window: measured where memory or CPU is asked, else only waited for. */
async function quiet(bench: Bench, life: Life, wanted: Wanted, { ended, readyMs }: Readied): Promise<Idle> {
  const none = { memory: undefined, cpu: undefined };
  const { ports, settings } = bench;
  const run = bench.changed?.run;
  if (ended || run?.restarts) return none;
  const measures = (wanted.has('memory') || wanted.has('cpu')) && (readyMs !== null || run !== undefined);
  if (measures) return phase(ports, 'run:idle', 'memory and CPU at rest', () => measureIdle(bench, life));
  if (!run && (wanted.has('state') || wanted.has('restarts')))
    await phase(ports, 'run:stay', 'staying up', () => stay(bench, life, settings.windowMs));
  return none;
}

async function stay({ ports }: Bench, life: Life, windowMs: number): Promise<void> {
  const deadline = ports.clock.monotonic() + windowMs;
  while (ports.clock.monotonic() < deadline && isUp(await life.state())) {
    await ports.clock.sleep(Math.min(250, Math.max(1, deadline - ports.clock.monotonic())), ports.signal);
  }
}

interface Seen {
  readonly bench: Bench;
  readonly life: Life;
  readonly last: ContainerState | null;
  readonly lines: readonly EngineLogLine[];
  readonly readied: Readied;
  readonly listening: readonly Listener[] | null;
  readonly probe: Probe;
}

function symptomsOf({ bench, life, last, lines, readied, listening, probe }: Seen): Symptoms {
  const asked = probe.kind === 'http' || probe.kind === 'tcp' ? probe.port : defaultPort(bench.settings, bench.config);
  const silent = readied.readyMs === null && isUp(last) && asked !== null && listening !== null;
  return {
    lines: lines.map(({ text }) => text),
    exitCode: last?.exitCode ?? null,
    oomKilled: last?.oomKilled ?? false,
    error: life.refused,
    memoryLimitBytes: life.spec.memoryBytes ?? null,
    ...(silent ? { asked: { port: asked }, listening } : {}),
  };
}

/** Why nothing answered: it has ended, nobody listens there, or only its own loopback does. */
function explained(
  bench: Bench,
  seen: HttpObservation,
  symptoms: Symptoms,
  listening: readonly Listener[] | null,
): HttpObservation {
  const { ask, outcome } = seen;
  if (outcome.status === 'answered') return seen;
  const port = ask.port ?? defaultPort(bench.settings, bench.config);
  const asked = port === null || listening === null ? {} : { asked: { port }, listening };
  return { ask, outcome: { ...outcome, diagnosis: diagnose({ ...symptoms, ...asked }) } };
}

function healthFacts(
  { config }: Bench,
  life: Life,
  state: ContainerState | null,
  symptoms: Symptoms,
): RunFacts['health'] {
  const test = config.healthcheck?.test ?? [];
  const configured = hasHealthcheck({ healthcheck: config.healthcheck });
  const status = configured ? (state?.health?.status ?? 'starting') : 'none';
  const probes = (state?.health?.log ?? []).map(({ exitCode, output }) => ({ exitCode, output }));
  const ill = configured && status !== 'healthy';
  return {
    configured,
    test,
    status,
    healthyMs: state ? healthyMs(life, state) : null,
    probes,
    diagnosis: ill ? diagnose({ ...symptoms, probes, healthTest: test }) : null,
  };
}

function logFacts(lines: readonly EngineLogLine[]): RunFacts['logs'] {
  const truncated = lines.length > 2 * KEPT_LINES;
  const kept = truncated ? [...lines.slice(0, KEPT_LINES), ...lines.slice(-KEPT_LINES)] : lines;
  return { lines: kept, bytes: lines.reduce((sum, { text }) => sum + text.length + 1, 0), truncated };
}
