import type { EngineImage } from '../../domain/index.ts';
import type { ResolvedService } from './model.ts';

type Declared = NonNullable<ResolvedService['healthcheck']>;

const FAST = { interval: '1s', timeout: '5s', retries: 2 };
const NO_PERIOD = '1ms'; // with none at all the engine takes the image's
const PROBES_PER_SECOND = 2;
const PATIENCE_S = 20;

/**
 * The same health check, told sooner: what was changed is given up after two probes; what was not is asked twice a second
 * and has the start period that it had, and then some time. Absent where there is none.
 */
export function briefHealth(
  declared: ResolvedService['healthcheck'],
  image: EngineImage['config']['healthcheck'] | undefined,
  isChanged: boolean,
): Declared | null {
  if (declared?.disable) return null;
  const test = declared?.test?.length ? declared.test : image?.test.map((it) => it.replaceAll('$', '$$$$')); // Compose reads it again
  if (!test?.length || test[0] === 'NONE') return null;
  const { start_interval: _, ...kept } = declared ?? {};
  const own = { ...kept, test: [...test], start_period: NO_PERIOD };
  if (isChanged) return { ...own, ...FAST };
  const periodS =
    declared?.start_period === undefined ? (image?.startPeriodMs ?? 0) / 1000 : secondsOf(declared.start_period);
  const patient = Math.ceil((periodS + PATIENCE_S) * PROBES_PER_SECOND);
  return { ...own, interval: '500ms', retries: Math.max(patient, declared?.retries ?? image?.retries ?? 0) };
}

const SECONDS: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1, ms: 1e-3, us: 1e-6, µs: 1e-6, ns: 1e-9 };

/** A duration as Compose prints it: `1m30s`. */
export function secondsOf(duration: string): number {
  let seconds = 0;
  for (const [, value, unit = ''] of duration.matchAll(/(\d+(?:\.\d+)?)(ms|us|µs|ns|h|m|s)/g))
    seconds += Number(value) * (SECONDS[unit] ?? 0);
  return seconds;
}
