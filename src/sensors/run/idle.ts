import type { ContainerState, ContainerStats, RunFacts } from '../../domain/index.ts';
import type { Bench } from './bench.ts';
import { epochMs, isUp, type Life } from './life.ts';
import { seriesOf } from './series.ts';

const MEMORY_SAMPLES = 30;
const FEW_SAMPLES = 10; // of a changed world
const SHORT_WINDOW_MS = 2_000; // what is held or spins on top is there from the start
const SETTLE_MS = 10_000;
const SETTLED_SLOPE = 0.01; // change over half of the settling time
const CPU_WINDOW_MS = 5_000;

export interface Idle {
  readonly memory: RunFacts['memory'] | undefined;
  readonly cpu: RunFacts['cpu'] | undefined;
}

/** What cannot be given back: the page cache depends on the host. */
const heldBytes = ({ memoryUsageBytes, inactiveFileBytes }: ContainerStats) =>
  Math.max(0, memoryUsageBytes - inactiveFileBytes);

/** Memory and CPU of a container that is left alone for the window. Nothing where it ends meanwhile. */
export async function measureIdle(bench: Bench, life: Life): Promise<Idle> {
  const { ports, engine } = bench;
  await settle(bench, life);
  const samples: ContainerStats[] = [];
  const probes = new Set<string>();
  const startedMs = ports.clock.monotonic();
  const engineStartMs = ports.clock.now();
  const most = bench.changed ? FEW_SAMPLES : MEMORY_SAMPLES;
  const stepMs = windowMsOf(bench) / most;
  for (let index = 0; index <= most; index += 1) {
    const state = await life.state();
    if (!isUp(state)) return { memory: undefined, cpu: undefined };
    for (const start of probesSince(state, engineStartMs)) probes.add(start);
    samples.push(await engine.stats(life.id));
    ports.onEvent({
      kind: 'work-progress',
      id: 'run:idle',
      detail: 'memory and CPU at rest',
      share: index / most,
    });
    const waitMs = startedMs + (index + 1) * stepMs - ports.clock.monotonic();
    if (index < most && waitMs > 0) await ports.clock.sleep(waitMs, ports.signal);
  }
  return { memory: memoryOf(samples, engine.info.cgroup), cpu: cpuOf(samples, probes.size) };
}

function windowMsOf({ changed, settings: { windowMs } }: Bench): number {
  return changed?.run ? Math.min(SHORT_WINDOW_MS, windowMs) : windowMs;
}

/** Waits until memory hardly moves, at most twice the settling time. */
async function settle(bench: Bench, life: Life): Promise<void> {
  const { ports, engine } = bench;
  const wholeMs = Math.min(SETTLE_MS, windowMsOf(bench) / 3);
  let before: number | null = null;
  for (let part = 0; part < 4; part += 1) {
    await ports.clock.sleep(wholeMs / 2, ports.signal);
    if (!isUp(await life.state())) return;
    const now = heldBytes(await engine.stats(life.id));
    if (part > 0 && before !== null && Math.abs(now - before) <= SETTLED_SLOPE * before) return;
    before = now;
  }
}

/** Health probes are load too: those that began in the window are counted. The engine keeps the last five. */
function probesSince({ health }: ContainerState, sinceMs: number): readonly string[] {
  return (health?.log ?? []).flatMap(({ start }) => ((epochMs(start) ?? 0) >= sinceMs ? [start] : []));
}

export function memoryOf(samples: readonly ContainerStats[], cgroup: 'v1' | 'v2'): RunFacts['memory'] {
  const peaks = samples.flatMap(({ memoryPeakBytes }) => memoryPeakBytes ?? []);
  return {
    ...seriesOf('B', samples.slice(1).map(heldBytes)),
    limitBytes: samples.at(-1)?.memoryLimitBytes ?? null,
    peakBytes: peaks.length === 0 ? null : Math.max(...peaks),
    cgroup,
  };
}

/** Thousandths of a core between two readings of the counter. */
function millicores(from: ContainerStats, to: ContainerStats): number {
  const elapsedMs = to.atMs - from.atMs;
  return elapsedMs <= 0 ? 0 : Math.max(0, (to.cpuNs - from.cpuNs) / 1e6 / elapsedMs) * 1000;
}

export function cpuOf(samples: readonly ContainerStats[], probes: number): RunFacts['cpu'] | undefined {
  const first = samples[0];
  const last = samples.at(-1);
  if (!first || !last || last.atMs <= first.atMs) return undefined;
  const windows: number[] = [];
  let from = first;
  for (const sample of samples) {
    if (sample.atMs - from.atMs < CPU_WINDOW_MS - 100 && sample !== last) continue;
    if (sample !== from) windows.push(millicores(from, sample));
    from = sample;
  }
  return {
    ...seriesOf('millicores', windows),
    meanMillicores: millicores(first, last),
    windowMs: last.atMs - first.atMs,
    probes,
  };
}
