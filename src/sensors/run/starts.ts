import type { EngineInfo, EngineLogLine, Healthcheck, RunFacts, StartSample } from '../../domain/index.ts';
import { type Bench, specOf } from './bench.ts';
import { begin, epochMs, type Life } from './life.ts';
import { readOrNull } from './listeners.ts';
import { type Probe, waitReady } from './readiness.ts';
import { seriesOf } from './series.ts';

const MORE_STARTS = 3; // on a host where times differ much
const SPREAD = 0.2;
/** Differences below two polling steps are the probe's own. */
const NOISE_MS = 500;

/** Starts fresh containers one after another, on a host that does nothing else of ours. The first is cold. */
export async function measureStarts(bench: Bench, probe: Probe): Promise<RunFacts['starts']> {
  const { settings, ports, changed } = bench;
  const samples: StartSample[] = [];
  const wanted = changed ? 1 : Math.max(3, settings.starts);
  const progress = (detail: string) =>
    ports.onEvent({ kind: 'work-progress', id: 'run:starts', detail, share: Math.min(1, samples.length / wanted) });
  while (samples.length < wanted || (isUnstable(samples) && samples.length < wanted + MORE_STARTS)) {
    progress(`start ${samples.length + 1}`);
    const sample = await oneStart(bench, probe, samples.length === 0);
    samples.push(sample);
    if (sample.readyMs === null) break; // it does not get ready: no need to wait for it again
  }
  return startsOf(samples, bench, probe);
}

/** What starts came to. */
export function startsOf(samples: readonly StartSample[], bench: Bench, probe: Probe): RunFacts['starts'] {
  const { ports, engine, probed, config } = bench;
  const ready = readyTimes(samples);
  const firstProbeMs = probe.kind === 'health' ? firstProbe(engine.info, probed ?? config.healthcheck ?? {}) : null;
  return {
    samples,
    ready: ready.length === 0 ? null : seriesOf('ms', ready),
    unstable: isUnstable(samples),
    loadAverage: Number.parseFloat(readOrNull(ports.files, '/proc/loadavg') ?? '') || 0,
    ...(firstProbeMs === null ? {} : { firstProbeMs }),
  };
}

const DEFAULT_INTERVAL_MS = 30_000;
const START_INTERVAL_SINCE = 1.44; // of the API: Docker 25

/** Docker waits before the first probe, too: the start interval in a start period, else the interval. Others ask at once. */
export function firstProbe(
  { kind, apiVersion }: Pick<EngineInfo, 'kind' | 'apiVersion'>,
  { intervalMs, startPeriodMs, startIntervalMs }: Omit<Healthcheck, 'test'>,
): number | null {
  if (kind !== 'docker') return null;
  const often = startPeriodMs && Number(apiVersion) >= START_INTERVAL_SINCE ? startIntervalMs : undefined;
  return often || intervalMs || DEFAULT_INTERVAL_MS;
}

const readyTimes = (samples: readonly StartSample[]) => samples.flatMap(({ readyMs }) => readyMs ?? []);

/** The cold start is slower for a reason, and is not held against the others. */
function isUnstable(samples: readonly StartSample[]): boolean {
  const warm = readyTimes(samples.filter(({ cold }) => !cold));
  if (warm.length < 2) return false;
  const { spread, median } = seriesOf('ms', warm);
  return spread > SPREAD && spread * median > NOISE_MS;
}

async function oneStart(bench: Bench, probe: Probe, cold: boolean): Promise<StartSample> {
  await using life = await begin(bench, specOf(bench, 'start'));
  const none = { readyMs: null, portOpenMs: null, healthyMs: null };
  const readied = life.refused === null ? await waitReady(bench, life, probe, bench.settings.timeoutMs) : none;
  return sampleOf(life, readied, life.refused === null ? await bench.engine.logs(life.id) : [], cold);
}

/** The start of one life. */
export function sampleOf(
  { createMs, startedEngineMs }: Pick<Life, 'createMs' | 'startedEngineMs'>,
  { readyMs, portOpenMs, healthyMs }: Pick<StartSample, 'readyMs' | 'portOpenMs' | 'healthyMs'>,
  [first]: readonly EngineLogLine[],
  cold: boolean,
): StartSample {
  const firstLog = first ? epochMs(first.at) : null;
  const firstLogMs = firstLog === null ? null : Math.max(0, firstLog - startedEngineMs);
  return { createMs, firstLogMs, portOpenMs, readyMs, healthyMs, cold };
}
