import {
  either,
  integerLike,
  listOf,
  mapOf,
  numberLike,
  object,
  oneWordOf,
  orNull,
  pairs,
  type Shape,
  some,
  string,
  strings,
} from './shape.ts';

export const ulimits = mapOf(
  /^[a-z]+$/,
  either(integerLike, object({ hard: integerLike, soft: integerLike }, 'soft', 'hard')),
  {
    isOpen: true,
  },
);

export const deviceRequest: Readonly<Record<string, Shape>> = {
  capabilities: strings,
  count: some('string', 'integer'),
  device_ids: strings,
  driver: string,
  options: pairs,
};

const update = object({
  parallelism: integerLike,
  delay: string,
  failure_action: string,
  monitor: string,
  max_failure_ratio: numberLike,
  order: oneWordOf('start-first', 'stop-first'),
});

export const deploy = orNull(
  object({
    mode: string,
    endpoint_mode: string,
    replicas: integerLike,
    labels: pairs,
    rollback_config: update,
    update_config: update,
    resources: object({
      limits: object({ cpus: numberLike, memory: string, pids: integerLike }),
      reservations: object({
        cpus: numberLike,
        memory: string,
        generic_resources: listOf(object({ discrete_resource_spec: object({ kind: string, value: numberLike }) })),
        devices: listOf(object(deviceRequest, 'capabilities')),
      }),
    }),
    restart_policy: object({ condition: string, delay: string, max_attempts: integerLike, window: string }),
    placement: object({
      constraints: listOf(string),
      preferences: listOf(object({ spread: string })),
      max_replicas_per_node: integerLike,
    }),
  }),
);
