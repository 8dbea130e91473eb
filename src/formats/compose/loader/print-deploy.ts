import {
  asBytes,
  asCount,
  asDuration,
  asInteger,
  asKeptCount,
  asKeptDuration,
  asKeptInteger,
  asKeptString,
  asSingle,
  asString,
} from './printing.ts';
import { asDeviceCount, asListOf, asObject, asPairs } from './printing-lists.ts';

const asStrings = asListOf(asKeptString, '');

/** One request for devices of the machine. */
export const device = asObject({
  capabilities: asStrings,
  driver: asString,
  count: asDeviceCount,
  device_ids: asStrings,
  options: asPairs,
});

const update = asObject({
  parallelism: asKeptCount,
  delay: asDuration,
  failure_action: asString,
  monitor: asDuration,
  max_failure_ratio: asSingle,
  order: asString,
});

const resource = asObject({
  cpus: asSingle,
  memory: asBytes,
  pids: asInteger,
  devices: asListOf(device),
  generic_resources: asListOf(
    asObject({
      discrete_resource_spec: asObject({ kind: asKeptString, value: asKeptInteger }, { kind: '', value: 0 }),
    }),
  ),
});

/** `deploy` as Compose prints it: two of its parts always. */
export const deploy = asObject(
  {
    mode: asString,
    replicas: asKeptInteger,
    labels: asPairs,
    update_config: update,
    rollback_config: update,
    resources: asObject({ limits: resource, reservations: resource }),
    restart_policy: asObject({
      condition: asString,
      delay: asKeptDuration,
      max_attempts: asKeptCount,
      window: asKeptDuration,
    }),
    placement: asObject({
      constraints: asStrings,
      preferences: asListOf(asObject({ spread: asString })),
      max_replicas_per_node: asCount,
    }),
    endpoint_mode: asString,
  },
  { resources: {}, placement: {} },
);
