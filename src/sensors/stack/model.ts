import { z } from 'zod';

const port = z.looseObject({ target: z.number(), protocol: z.string().optional(), published: z.string().optional() });
const mount = z.looseObject({
  type: z.string(),
  source: z.string().optional(),
  target: z.string(),
  read_only: z.boolean().optional(),
  bind: z.looseObject({ create_host_path: z.boolean().optional() }).nullish(),
});
const build = z.looseObject({
  context: z.string(),
  dockerfile: z.string().optional(),
  target: z.string().optional(),
  args: z.record(z.string(), z.string().nullable()).nullish(),
  labels: z.record(z.string(), z.string()).nullish(),
});
const service = z.looseObject({
  image: z.string().optional(),
  build: build.optional(),
  ports: z.array(port).optional(),
  volumes: z.array(mount).optional(),
  labels: z.record(z.string(), z.string()).nullish(),
  extra_hosts: z.array(z.string()).nullish(),
  entrypoint: z.array(z.string()).nullish(),
  command: z.array(z.string()).nullish(),
  user: z.string().optional(),
  environment: z.record(z.string(), z.unknown()).nullish(),
  networks: z.record(z.string(), z.looseObject({ ipv4_address: z.string().optional() }).nullish()).nullish(),
  network_mode: z.string().optional(),
  healthcheck: z
    .looseObject({
      test: z.array(z.string()).nullish(),
      disable: z.boolean().optional(),
      start_period: z.string().optional(),
      retries: z.number().optional(),
    })
    .nullish(),
  restart: z.string().optional(),
  deploy: z.looseObject({}).nullish(),
  depends_on: z
    .record(z.string(), z.looseObject({ required: z.boolean().optional(), condition: z.string().optional() }))
    .nullish(),
});
const named = z
  .looseObject({
    name: z.string().optional(),
    external: z.boolean().optional(),
    labels: z.record(z.string(), z.string()).nullish(),
  })
  .nullish();

/** The canonical model as `docker compose config --format json` prints it, read no further than it is changed. */
export const resolvedModel = z.looseObject({
  name: z.string(),
  services: z.record(z.string(), service),
  networks: z.record(z.string(), named).optional(),
  volumes: z.record(z.string(), named).optional(),
  secrets: z.record(z.string(), named).optional(),
  configs: z.record(z.string(), named).optional(),
});

export type ResolvedModel = z.output<typeof resolvedModel>;
export type ResolvedService = ResolvedModel['services'][string];
export type ResolvedMount = z.output<typeof mount>;

/** The container's port that is meant where none is named: the first that is published. */
export function firstPort(service: Pick<ResolvedService, 'ports'> | undefined): number {
  return service?.ports?.[0]?.target ?? 80;
}
