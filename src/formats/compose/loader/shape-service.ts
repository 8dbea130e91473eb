import { build, command, fileMounts, hook, hosts } from './shape-build.ts';
import { deploy, deviceRequest, ulimits } from './shape-deploy.ts';
import {
  atLeast,
  boolean,
  either,
  flagLike,
  integer,
  integerLike,
  listOf,
  mapOf,
  NAME,
  number,
  numberLike,
  object,
  oneOrMore,
  oneWordOf,
  openObject,
  orNull,
  pairs,
  type Shape,
  setOf,
  some,
  strictObject,
  string,
  strings,
  textLike,
} from './shape.ts';

const none = some('null');

const rates = listOf(strictObject({ path: string, rate: integerLike }));
const blkio = strictObject({
  device_read_bps: rates,
  device_read_iops: rates,
  device_write_bps: rates,
  device_write_iops: rates,
  weight: integerLike,
  weight_device: listOf(strictObject({ path: string, weight: integerLike })),
});

const dependency = object(
  {
    restart: flagLike,
    required: boolean,
    condition: oneWordOf('service_started', 'service_healthy', 'service_completed_successfully'),
  },
  'condition',
);

const envFile = either(
  string,
  listOf(either(string, strictObject({ path: string, format: string, required: flagLike }, 'path'))),
);

const network = object({
  aliases: strings,
  interface_name: string,
  ipv4_address: string,
  ipv6_address: string,
  link_local_ips: strings,
  mac_address: string,
  driver_opts: mapOf(/^.+$/, some('string', 'number'), { isOpen: true }),
  priority: number,
  gw_priority: number,
});

const options = some('string', 'number', 'boolean');
const port = either(
  number,
  string,
  object({
    name: string,
    mode: string,
    host_ip: string,
    target: integerLike,
    published: some('string', 'integer'),
    protocol: string,
    app_protocol: string,
  }),
);

const volume = either(
  string,
  object(
    {
      type: oneWordOf('bind', 'volume', 'tmpfs', 'cluster', 'npipe', 'image'),
      source: string,
      target: string,
      read_only: flagLike,
      consistency: string,
      bind: object({
        propagation: string,
        create_host_path: flagLike,
        recursive: oneWordOf('enabled', 'disabled', 'writable', 'readonly'),
        selinux: oneWordOf('z', 'Z'),
      }),
      volume: object({ labels: pairs, nocopy: flagLike, subpath: string }),
      tmpfs: object({ size: either(atLeast(0), string), mode: numberLike }),
      image: object({ subpath: string }),
    },
    'type',
  ),
);

const healthcheck = object({
  disable: flagLike,
  interval: string,
  retries: numberLike,
  test: either(string, listOf(string)),
  timeout: string,
  start_period: string,
  start_interval: string,
});

const develop = orNull(
  object({
    watch: listOf(
      object(
        {
          ignore: oneOrMore,
          include: oneOrMore,
          path: string,
          action: oneWordOf('rebuild', 'sync', 'restart', 'sync+restart', 'sync+exec'),
          target: string,
          exec: hook,
          initial_sync: boolean,
        },
        'path',
        'action',
      ),
    ),
  }),
);

export const service: Shape = object({
  develop,
  deploy,
  annotations: pairs,
  attach: flagLike,
  build,
  blkio_config: blkio,
  cap_add: strings,
  cap_drop: strings,
  cgroup: oneWordOf('host', 'private'),
  cgroup_parent: string,
  command,
  configs: fileMounts,
  container_name: textLike(/[a-zA-Z0-9][a-zA-Z0-9_.-]+/),
  cpu_count: either(string, atLeast(0)),
  cpu_percent: either(string, atLeast(0, 100)),
  cpu_shares: numberLike,
  cpu_quota: numberLike,
  cpu_period: numberLike,
  cpu_rt_period: numberLike,
  cpu_rt_runtime: numberLike,
  cpus: numberLike,
  cpuset: string,
  credential_spec: object({ config: string, file: string, registry: string }),
  depends_on: either(strings, mapOf(NAME, dependency)),
  device_cgroup_rules: strings,
  devices: listOf(either(string, object({ source: string, target: string, permissions: string }, 'source'))),
  dns: oneOrMore,
  dns_opt: strings,
  dns_search: oneOrMore,
  domainname: string,
  entrypoint: command,
  env_file: envFile,
  label_file: either(string, listOf(string)),
  environment: pairs,
  expose: setOf(some('string', 'number')),
  extends: either(string, strictObject({ service: string, file: string }, 'service')),
  provider: object(
    { type: string, options: mapOf(/^.+$/, either(options, listOf(options)), { isOpen: true }) },
    'type',
  ),
  external_links: strings,
  extra_hosts: hosts,
  gpus: either(oneWordOf('all'), listOf(openObject(deviceRequest))),
  group_add: setOf(some('string', 'number')),
  healthcheck,
  hostname: string,
  image: string,
  init: flagLike,
  ipc: string,
  isolation: string,
  labels: pairs,
  links: strings,
  logging: object({ driver: string, options: mapOf(/^.+$/, some('string', 'number', 'null'), { isOpen: true }) }),
  mac_address: string,
  mem_limit: numberLike,
  mem_reservation: some('string', 'integer'),
  mem_swappiness: integerLike,
  memswap_limit: numberLike,
  network_mode: string,
  models: either(
    strings,
    mapOf(NAME, either(object({ endpoint_var: string, model_var: string }), none), { isOpen: true }),
  ),
  networks: either(strings, mapOf(NAME, either(network, none))),
  oom_kill_disable: flagLike,
  oom_score_adj: either(string, atLeast(-1000, 1000)),
  pid: some('string', 'null'),
  pids_limit: numberLike,
  platform: string,
  ports: setOf(port),
  post_start: listOf(hook),
  pre_stop: listOf(hook),
  privileged: flagLike,
  profiles: strings,
  pull_policy: textLike(/always|never|build|if_not_present|missing|refresh|daily|weekly|every_[0-9]+[wdhms]/),
  pull_refresh_after: string,
  read_only: flagLike,
  restart: string,
  runtime: string,
  scale: integerLike,
  security_opt: strings,
  shm_size: numberLike,
  secrets: fileMounts,
  sysctls: pairs,
  stdin_open: flagLike,
  stop_grace_period: string,
  stop_signal: string,
  storage_opt: some('object'),
  tmpfs: oneOrMore,
  tty: flagLike,
  ulimits,
  use_api_socket: boolean,
  user: string,
  uts: string,
  userns_mode: string,
  volumes: setOf(volume),
  volumes_from: strings,
  working_dir: string,
});

export const model: Shape = object(
  { name: string, model: string, context_size: integer, runtime_flags: listOf(string) },
  'model',
);
