import * as z from 'zod/mini';

/**
 * The few fields that are read of the Engine API's answers. All are optional: engines leave out what is unset, more so
 * with each release (1.52 drops unset config fields), and Podman's compatible API lacks some.
 */
const text = z._default(z.nullable(z.string()), '');
const number = z._default(z.nullable(z.number()), 0);
const texts = z.nullish(z.array(z.string()));
const labels = z.nullish(z.record(z.string(), z.string()));

export const infoShape = z.object({
  Name: z.optional(z.string()),
  ServerVersion: z.optional(z.string()),
  Driver: z.optional(z.string()),
  DriverStatus: z.nullish(z.array(z.array(z.string()))),
  OSType: z.optional(z.string()),
  Architecture: z.optional(z.string()),
  KernelVersion: z.optional(z.string()),
  CgroupVersion: z.optional(z.string()),
  NCPU: z.optional(z.number()),
  MemTotal: z.optional(z.number()),
  SecurityOptions: texts,
  DockerRootDir: z.optional(z.string()),
});

const healthcheckShape = z.object({
  Test: texts,
  Interval: z.nullish(z.number()),
  Timeout: z.nullish(z.number()),
  StartPeriod: z.nullish(z.number()),
  StartInterval: z.nullish(z.number()),
  Retries: z.nullish(z.number()),
});

export const imageShape = z.object({
  Id: z.string(),
  RepoTags: texts,
  Size: number,
  Architecture: text,
  Config: z.nullish(
    z.object({
      Labels: labels,
      User: text,
      Entrypoint: texts,
      Cmd: texts,
      Env: texts,
      ExposedPorts: z.nullish(z.record(z.string(), z.unknown())),
      Volumes: z.nullish(z.record(z.string(), z.unknown())),
      WorkingDir: text,
      StopSignal: z.nullish(z.string()),
      Healthcheck: z.nullish(healthcheckShape),
    }),
  ),
  RootFS: z.nullish(z.object({ Layers: texts })),
});

export const libpodImageShape = z.object({ Healthcheck: z.nullish(healthcheckShape) });

export const imagesShape = z.array(z.object({ Id: z.string(), RepoTags: texts, Created: number, Labels: labels }));

export const historyShape = z.array(z.object({ Created: number, CreatedBy: text, Size: number, Comment: text }));

export const createdShape = z.object({ Id: z.string() });

const healthShape = z.object({
  Status: text,
  Log: z.nullish(z.array(z.object({ Start: text, End: text, ExitCode: number, Output: text }))),
});

export const containerShape = z.object({
  Id: z.string(),
  Name: text,
  Image: text,
  Created: text,
  RestartCount: number,
  State: z.object({
    Status: text,
    Pid: number,
    ExitCode: number,
    OOMKilled: z._default(z.nullable(z.boolean()), false),
    Error: text,
    StartedAt: text,
    FinishedAt: text,
    Health: z.nullish(healthShape),
  }),
  Config: z.nullish(z.object({ Image: text, Labels: labels, Healthcheck: z.nullish(healthcheckShape) })),
  NetworkSettings: z.nullish(
    z.object({
      Ports: z.nullish(z.record(z.string(), z.nullish(z.array(z.object({ HostPort: text }))))),
      Networks: z.nullish(z.record(z.string(), z.object({ IPAddress: text }))),
    }),
  ),
});

export const containersShape = z.array(
  z.object({ Id: z.string(), Names: texts, Created: number, Labels: labels, State: text }),
);

export const statsShape = z.object({
  memory_stats: z.nullish(
    z.object({
      usage: number,
      limit: number,
      max_usage: z.nullish(z.number()),
      stats: z.nullish(z.record(z.string(), z.number())),
    }),
  ),
  cpu_stats: z.nullish(z.object({ cpu_usage: z.nullish(z.object({ total_usage: number })) })),
  pids_stats: z.nullish(z.object({ current: number })),
});

export const topShape = z.object({ Titles: texts, Processes: z.nullish(z.array(z.array(z.string()))) });

export const changesShape = z.nullable(z.array(z.object({ Path: z.string(), Kind: z.number() })));

export const execShape = z.object({ ExitCode: z.nullish(z.number()), Running: z.optional(z.boolean()) });

export const waitShape = z.object({ StatusCode: z.number() });

export const eventShape = z.object({
  Type: text,
  Action: text,
  timeNano: number,
  Actor: z.nullish(z.object({ ID: text, Attributes: labels })),
});

export const networkShape = z.object({
  Id: z.string(),
  Name: z.string(),
  Created: text,
  Labels: labels,
  IPAM: z.nullish(z.object({ Config: z.nullish(z.array(z.object({ Gateway: z.optional(z.string()) }))) })),
});

export const networksShape = z.array(networkShape);

export const volumesShape = z.object({
  Volumes: z.nullish(z.array(z.object({ Name: z.string(), CreatedAt: text, Labels: labels }))),
});

export const progressShape = z.object({ error: z.optional(z.string()), stream: z.optional(z.string()) });

/** An answer as its shape says, or null when the engine speaks otherwise. */
export function shaped<S extends z.ZodMiniType>(shape: S, body: unknown): z.output<S> | null {
  const checked = z.safeParse(shape, body);
  return checked.success ? checked.data : null;
}
