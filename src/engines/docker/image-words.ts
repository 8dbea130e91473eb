import type * as z from 'zod/mini';
import type { EngineImage, Healthcheck } from '../../domain/index.ts';
import type { imageShape } from './shapes.ts';

type Config = Partial<NonNullable<z.output<typeof imageShape>['Config']>>;
type Probe = NonNullable<Config['Healthcheck']>;

const NS_PER_MS = 1_000_000;

/** What the engine says of an image's config, absent fields filled with what their absence means. */
export function imageConfig(config: Config): EngineImage['config'] {
  return {
    user: config.User ?? '',
    entrypoint: config.Entrypoint ?? [],
    cmd: config.Cmd ?? [],
    env: config.Env ?? [],
    exposedPorts: Object.keys(config.ExposedPorts ?? {}),
    volumes: Object.keys(config.Volumes ?? {}),
    workingDir: config.WorkingDir ?? '',
    stopSignal: config.StopSignal || null,
    healthcheck: config.Healthcheck ? healthcheckOf(config.Healthcheck) : null,
  };
}

/** The API's nanoseconds as milliseconds; 0 is its way to say "default". */
function healthcheckOf({ Test, Interval, Timeout, StartPeriod, StartInterval, Retries }: Probe): Healthcheck {
  return {
    test: Test ?? [],
    ...(Interval ? { intervalMs: Interval / NS_PER_MS } : {}),
    ...(Timeout ? { timeoutMs: Timeout / NS_PER_MS } : {}),
    ...(StartPeriod ? { startPeriodMs: StartPeriod / NS_PER_MS } : {}),
    ...(StartInterval ? { startIntervalMs: StartInterval / NS_PER_MS } : {}),
    ...(Retries ? { retries: Retries } : {}),
  };
}
