import { z } from 'zod';
import { type Healthcheck, type ImageConfig, TickproofError } from '../../domain/index.ts';

/** An image's config document: what it says of the image, and the digests that it declares for its layers. */
export interface ConfigDocument {
  readonly config: ImageConfig;
  /** `rootfs.diff_ids`, as written. */
  readonly diffIds: readonly string[];
}

const texts = z.array(z.string()).nullish();
const keys = z.record(z.string(), z.unknown()).nullish();
const number = z.number().nullish();
const healthcheck = z.object({
  Test: texts,
  Interval: number,
  Timeout: number,
  StartPeriod: number,
  StartInterval: number,
  Retries: number,
});

const document = z.object({
  created: z.string().nullish(),
  os: z.string().nullish(),
  architecture: z.string().nullish(),
  variant: z.string().nullish(),
  config: z
    .object({
      User: z.string().nullish(),
      Entrypoint: texts,
      Cmd: texts,
      Env: texts,
      Labels: z.record(z.string(), z.string()).nullish(),
      ExposedPorts: keys,
      Volumes: keys,
      WorkingDir: z.string().nullish(),
      StopSignal: z.string().nullish(),
      Shell: texts,
      Healthcheck: healthcheck.nullish(),
    })
    .nullish(),
  rootfs: z.object({ diff_ids: texts }).nullish(),
  history: z
    .array(
      z.object({
        created_by: z.string().nullish(),
        created: z.string().nullish(),
        empty_layer: z.boolean().nullish(),
        comment: z.string().nullish(),
      }),
    )
    .nullish(),
});

const NS_PER_MS = 1_000_000;

/** Reads a config, every absent field filled with what its absence means. Throws `archive-corrupt` where engines would refuse it. */
export function readConfig(bytes: Uint8Array): ConfigDocument {
  const read = document.safeParse(readJson(bytes, 'image config'));
  if (!read.success) throw notValid('image config', read.error);
  const { config: inner, rootfs, history, ...outer } = read.data;
  const config: ImageConfig = {
    user: inner?.User ?? '',
    entrypoint: inner?.Entrypoint ?? [],
    cmd: inner?.Cmd ?? [],
    env: inner?.Env ?? [],
    labels: inner?.Labels ?? {},
    exposedPorts: Object.keys(inner?.ExposedPorts ?? {}),
    volumes: Object.keys(inner?.Volumes ?? {}),
    workingDir: inner?.WorkingDir ?? '',
    stopSignal: inner?.StopSignal || null,
    healthcheck: inner?.Healthcheck ? healthcheckOf(inner.Healthcheck) : null,
    shell: inner?.Shell ?? null,
    history: (history ?? []).map((entry) => ({
      createdBy: entry.created_by ?? '',
      emptyLayer: entry.empty_layer ?? false,
      ...(entry.created ? { created: entry.created } : {}),
      ...(entry.comment ? { comment: entry.comment } : {}),
    })),
    created: outer.created || null,
    os: outer.os ?? '',
    architecture: outer.architecture ?? '',
    variant: outer.variant || null,
  };
  return { config, diffIds: rootfs?.diff_ids ?? [] };
}

/** The config as a document again, for images that mutants make: what was not read of the original is not in it. */
export function writeConfig({ config, diffIds }: ConfigDocument): Uint8Array {
  const { healthcheck: health, history } = config;
  const asKeys = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, {}]));
  return Buffer.from(
    JSON.stringify({
      created: config.created,
      os: config.os,
      architecture: config.architecture,
      variant: config.variant ?? undefined,
      config: {
        User: config.user,
        Entrypoint: config.entrypoint,
        Cmd: config.cmd,
        Env: config.env,
        Labels: config.labels,
        ExposedPorts: asKeys(config.exposedPorts),
        Volumes: asKeys(config.volumes),
        WorkingDir: config.workingDir,
        StopSignal: config.stopSignal ?? undefined,
        Shell: config.shell ?? undefined,
        Healthcheck: health ? healthcheckDocument(health) : undefined,
      },
      rootfs: { type: 'layers', diff_ids: diffIds },
      history: history.map(({ createdBy, created, emptyLayer, comment }) => ({
        created,
        created_by: createdBy,
        empty_layer: emptyLayer || undefined,
        comment,
      })),
    }),
  );
}

function healthcheckOf(raw: z.infer<typeof healthcheck>): Healthcheck {
  const ms = (ns: number | null | undefined) => (ns ? ns / NS_PER_MS : undefined); // 0 = the engine's default
  const times = {
    intervalMs: ms(raw.Interval),
    timeoutMs: ms(raw.Timeout),
    startPeriodMs: ms(raw.StartPeriod),
    startIntervalMs: ms(raw.StartInterval),
    retries: raw.Retries || undefined,
  };
  return { test: raw.Test ?? [], ...definedOf(times) };
}

function healthcheckDocument(health: Healthcheck) {
  const ns = (ms: number | undefined) => (ms === undefined ? undefined : Math.round(ms * NS_PER_MS));
  return {
    Test: health.test,
    Interval: ns(health.intervalMs),
    Timeout: ns(health.timeoutMs),
    StartPeriod: ns(health.startPeriodMs),
    StartInterval: ns(health.startIntervalMs),
    Retries: health.retries,
  };
}

function definedOf<T extends Record<string, number | undefined>>(values: T): { [K in keyof T]?: number } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: number;
  }; // the filter leaves numbers only
}

export function readJson(bytes: Uint8Array, what: string): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8').decode(bytes));
  } catch (cause) {
    throw notValid(what, cause);
  }
}

export function notValid(what: string, cause: unknown): TickproofError {
  const remedy =
    'Make the archive again with `docker save` or `docker buildx build -o type=oci`: this document is damaged.';
  return new TickproofError('archive-corrupt', `The ${what} is not valid`, { remedy, cause });
}
