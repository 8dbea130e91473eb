import type { ContainerState, EngineImage, Readiness } from '../../domain/index.ts';
import type { Bench } from './bench.ts';
import { epochMs, isUp, type Life, placeOf } from './life.ts';
import { listenersOf } from './listeners.ts';

/** What counts as ready. `up`: there is nothing to ask. */
export type Probe =
  | { readonly kind: 'http'; readonly path: string; readonly port: number; readonly status: number }
  | { readonly kind: 'tcp'; readonly port: number }
  | { readonly kind: 'log'; readonly pattern: RegExp }
  | { readonly kind: 'health' }
  | { readonly kind: 'up' };

/** What the settings say, else the image's own health check, else its first exposed port. */
export function probeOf(
  ready: Readiness | null,
  config: Pick<EngineImage['config'], 'healthcheck' | 'exposedPorts'>,
): Probe {
  const exposed = config.exposedPorts.map((it) => Number.parseInt(it, 10)).find((it) => it > 0);
  const port = ready?.port ?? ready?.tcp ?? exposed;
  if (ready?.http !== undefined)
    return { kind: 'http', path: ready.http, port: port ?? 80, status: ready.status ?? 200 };
  if (ready?.log !== undefined) return { kind: 'log', pattern: new RegExp(ready.log) };
  if (ready?.tcp !== undefined) return { kind: 'tcp', port: ready.tcp };
  if (hasHealthcheck(config)) return { kind: 'health' };
  return port === undefined ? { kind: 'up' } : { kind: 'tcp', port };
}

export function hasHealthcheck({ healthcheck }: Pick<EngineImage['config'], 'healthcheck'>): boolean {
  const [kind] = healthcheck?.test ?? [];
  return kind !== undefined && kind !== 'NONE';
}

/** Times in milliseconds from the start; null = not seen. */
export interface Readied {
  readonly readyMs: number | null;
  readonly portOpenMs: number | null;
  readonly healthyMs: number | null;
  readonly ended: boolean;
}

const FIRST_STEP_MS = 20;
const STEP_GROWTH = 1.5;
const LAST_STEP_MS = 250;
const CONFIRMATIONS = 2; // further successes in a row
const CONFIRM_STEP_MS = 100;
const PROBE_TIMEOUT_MS = 2_000;

/** Polls until the probe succeeds three times in a row, the container ends, or the time is over. */
export async function waitReady(bench: Bench, life: Life, probe: Probe, timeoutMs: number): Promise<Readied> {
  const { ports } = bench;
  const deadline = ports.clock.monotonic() + timeoutMs;
  const since = () => Math.max(0, ports.clock.now() - life.startedHereMs);
  const seen = { portOpenMs: null as number | null, healthyMs: null as number | null };
  let first: number | null = null;
  let successes = 0;
  for (let stepMs = FIRST_STEP_MS; ; stepMs = Math.min(stepMs * STEP_GROWTH, LAST_STEP_MS)) {
    const state = await life.state();
    if (!isUp(state)) return { readyMs: null, ...seen, ended: true };
    // the kernel walks all of its sockets for its tables: nobody asks this of a changed world
    if (bench.changed === null && bench.engine.info.local && seen.portOpenMs === null)
      seen.portOpenMs = (listenersOf(ports.files, state.pid)?.length ?? 0) > 0 ? since() : null;
    seen.healthyMs ??= healthyMs(life, state);
    const answered = await succeeds(bench, life, state, probe);
    if (answered) first ??= probe.kind === 'health' ? (seen.healthyMs ?? since()) : since();
    else first = null;
    successes = answered ? successes + 1 : 0;
    if (first !== null && successes > CONFIRMATIONS) return { readyMs: first, ...seen, ended: false };
    if (ports.clock.monotonic() > deadline) return { readyMs: null, ...seen, ended: false };
    await ports.clock.sleep(answered ? CONFIRM_STEP_MS : stepMs, ports.signal);
  }
}

/** When the engine first called it healthy: the end of its first good probe. */
export function healthyMs(life: Life, { health }: ContainerState): number | null {
  if (health?.status !== 'healthy') return null;
  const good = health.log.find(({ exitCode }) => exitCode === 0);
  const at = good ? epochMs(good.end) : null;
  return at === null ? null : Math.max(0, at - life.startedEngineMs);
}

async function succeeds(bench: Bench, life: Life, state: ContainerState, probe: Probe): Promise<boolean> {
  const { ports, engine } = bench;
  switch (probe.kind) {
    case 'up':
      return true;
    case 'health':
      return state.health?.status === 'healthy';
    case 'log':
      return (await engine.logs(life.id)).some(({ text }) => probe.pattern.test(text));
    case 'tcp': {
      const place = placeOf(bench, state, bench.host.network, probe.port);
      const holdMs = engine.info.local ? 0 : 100; // the engine's proxy accepts for a service that is not there, and drops at once
      return (
        place !== null && ports.network.connects(place.address, place.port, { timeoutMs: PROBE_TIMEOUT_MS, holdMs })
      );
    }
    case 'http': {
      const place = placeOf(bench, state, bench.host.network, probe.port);
      if (!place) return false;
      const outcome = await ports.network.request(
        { ...place, path: probe.path, timeoutMs: PROBE_TIMEOUT_MS },
        ports.signal,
      );
      return outcome.status === 'answered' && outcome.code === probe.status;
    }
  }
}
