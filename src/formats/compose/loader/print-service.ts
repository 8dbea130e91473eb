import { mount } from './print-mount.ts';
import { deploy, device } from './print-deploy.ts';
import {
  asBytes,
  asCount,
  asFlag,
  asInteger,
  asKeptCount,
  asKeptDuration,
  asKeptFlag,
  asKeptInteger,
  asKeptShort,
  asKeptString,
  asMode,
  asShort,
  asSingle,
  asString,
  type Print,
} from './printing.ts';
import {
  asCommand,
  asEnvironment,
  asHealthTest,
  asHosts,
  asListOf,
  asManyOptions,
  asMapOf,
  asObject,
  asPairs,
  asPlainMapOf,
  asSshKeys,
  asTexts,
  asUlimit,
} from './printing-lists.ts';

const asStrings = asListOf(asKeptString, '');
const asStringMap = asMapOf(asKeptString, '');

const hook = asObject(
  { command: asCommand, user: asString, privileged: asFlag, working_dir: asString, environment: asEnvironment },
  { command: null },
);

const fileMounts = asListOf(
  asObject({ source: asString, target: asString, uid: asString, gid: asString, mode: asMode }),
);

const ulimits = asMapOf(asUlimit, null);

const build = asObject({
  context: asString,
  dockerfile: asString,
  dockerfile_inline: asString,
  entitlements: asStrings,
  args: asEnvironment,
  provenance: anyText,
  sbom: anyText,
  ssh: asSshKeys,
  labels: asPairs,
  cache_from: asTexts,
  cache_to: asTexts,
  no_cache: asFlag,
  additional_contexts: asPairs,
  pull: asFlag,
  extra_hosts: asHosts,
  isolation: asString,
  network: asString,
  target: asString,
  secrets: fileMounts,
  shm_size: asBytes,
  tags: asTexts,
  ulimits,
  platforms: asTexts,
  privileged: asFlag,
});

function anyText(...[value, to]: Parameters<Print>): ReturnType<Print> {
  return value.kind === 'scalar' && value.type === 'bool' ? String(value.value) : asString(value, to);
}

// the names that Compose prints here have a capital: nobody gave them others
const rates = asListOf(
  renamed(asObject({ path: asKeptString, rate: (value, to) => asBytes(value, to) ?? '0' }, { path: '', rate: '0' })),
);
const weights = asListOf(renamed(asObject({ path: asKeptString, weight: asKeptShort }, { path: '', weight: 0 })));

function renamed(print: Print): Print {
  return (value, to) => {
    const printed = print(value, to);
    if (typeof printed !== 'object' || printed === null) return printed;
    return Object.fromEntries(
      Object.entries(printed).map(([key, it]) => [`${key.slice(0, 1).toUpperCase()}${key.slice(1)}`, it]),
    );
  };
}

const healthcheck = asObject({
  test: asHealthTest,
  timeout: asKeptDuration,
  interval: asKeptDuration,
  retries: asKeptCount,
  start_period: asKeptDuration,
  start_interval: asKeptDuration,
  disable: asFlag,
});

const network = asObject({
  aliases: asStrings,
  driver_opts: asPairs,
  gw_priority: asInteger,
  interface_name: asString,
  ipv4_address: asString,
  ipv6_address: asString,
  link_local_ips: asStrings,
  mac_address: asString,
  priority: asInteger,
});

const watch = asObject(
  {
    path: asKeptString,
    action: asKeptString,
    target: asString,
    exec: hook,
    include: asTexts,
    ignore: asTexts,
    initial_sync: asFlag,
  },
  { path: '', action: '', exec: { command: null } },
);

/** One service as Compose prints it. */
export const printService = asObject(
  {
    profiles: asStrings,
    annotations: asPairs,
    attach: asKeptFlag,
    build,
    develop: asObject({ watch: asListOf(watch) }),
    blkio_config: asObject({
      weight: asShort,
      weight_device: weights,
      device_read_bps: rates,
      device_read_iops: rates,
      device_write_bps: rates,
      device_write_iops: rates,
    }),
    cap_add: asStrings,
    cap_drop: asStrings,
    cgroup_parent: asString,
    cgroup: asString,
    cpu_count: asInteger,
    cpu_percent: asSingle,
    cpu_period: asInteger,
    cpu_quota: asInteger,
    cpu_rt_period: asInteger,
    cpu_rt_runtime: asInteger,
    cpus: asSingle,
    cpuset: asString,
    cpu_shares: asInteger,
    command: asCommand,
    configs: fileMounts,
    container_name: asString,
    credential_spec: asObject({ config: asString, file: asString, registry: asString }),
    depends_on: asPlainMapOf(
      asObject({ condition: asString, restart: asFlag, required: asKeptFlag }, { required: false }),
    ),
    deploy,
    device_cgroup_rules: asStrings,
    devices: asListOf(asObject({ source: asString, target: asString, permissions: asString })),
    dns: asTexts,
    dns_opt: asStrings,
    dns_search: asTexts,
    domainname: asString,
    entrypoint: asCommand,
    provider: asObject({ type: asString, options: asManyOptions }),
    environment: asEnvironment,
    env_file: asListOf(asObject({ path: asKeptString, required: asKeptFlag, format: asString })),
    expose: asTexts,
    extends: asObject({ file: asString, service: asString }),
    external_links: asStrings,
    extra_hosts: asHosts,
    group_add: asStrings,
    gpus: asListOf(device),
    hostname: asString,
    healthcheck,
    image: asString,
    init: asKeptFlag,
    ipc: asString,
    isolation: asString,
    labels: asPairs,
    label_file: asStrings,
    links: asStrings,
    logging: asObject({ driver: asString, options: asPairs }),
    mem_limit: asBytes,
    mem_reservation: asBytes,
    memswap_limit: asBytes,
    mem_swappiness: asBytes,
    mac_address: asString,
    models: asMapOf(asObject({ endpoint_var: asString, model_var: asString })),
    network_mode: asString,
    networks: asMapOf(network),
    oom_kill_disable: asFlag,
    oom_score_adj: asInteger,
    pid: asString,
    pids_limit: asInteger,
    platform: asString,
    ports: asListOf(
      asObject({
        name: asString,
        mode: asString,
        host_ip: asString,
        target: asCount,
        published: asString,
        protocol: asString,
        app_protocol: asString,
      }),
    ),
    privileged: asFlag,
    pull_policy: asString,
    read_only: asFlag,
    restart: asString,
    runtime: asString,
    scale: asKeptInteger,
    secrets: fileMounts,
    security_opt: asStrings,
    shm_size: asBytes,
    stdin_open: asFlag,
    stop_grace_period: asKeptDuration,
    stop_signal: asString,
    storage_opt: asStringMap,
    sysctls: asPairs,
    tmpfs: asTexts,
    tty: asFlag,
    ulimits,
    use_api_socket: asFlag,
    user: asString,
    userns_mode: asString,
    uts: asString,
    volumes: asListOf(mount),
    volumes_from: asStrings,
    working_dir: asString,
    post_start: asListOf(hook),
    pre_stop: asListOf(hook),
  },
  { command: null, entrypoint: null },
);
