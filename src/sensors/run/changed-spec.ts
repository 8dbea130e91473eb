import { type Act, type Changed, type ContainerSpec, type EngineImage, TickproofError } from '../../domain/index.ts';
import { argvOf, bindOf, needsRoot } from './acts.ts';

/** How the engine probes a container's health. */
export type Probed = NonNullable<ContainerSpec['healthcheck']>;

interface Around {
  readonly purpose: string;
  readonly name: string;
  readonly config: Pick<EngineImage['config'], 'entrypoint' | 'cmd' | 'user'>;
  /** Where a stub listens that names no port. */
  readonly ownPort: number;
  readonly helper: () => string | null;
  readonly probed?: Probed;
}

const MUTANT_LABEL = 'tickproof.mutant';

/** What is started in a changed world instead of what the spec says. */
export function changedSpec(spec: ContainerSpec, { run }: Changed, around: Around): ContainerSpec {
  const { purpose, name, probed } = around;
  const probing = probed ? { healthcheck: probed } : {};
  if (!run) return { ...spec, ...probing };
  const act = purpose === 'command' ? run.command : run.act;
  const needsHelper = act !== undefined || run.health !== undefined;
  return {
    ...spec,
    ...probing,
    name,
    labels: { ...spec.labels, [MUTANT_LABEL]: '1' },
    ...(run.user === undefined ? {} : { user: run.user }),
    ...(run.network === undefined ? {} : { network: run.network, extraHosts: [] }),
    ...(run.hosts === undefined ? {} : { extraHosts: hostsIn(spec.extraHosts ?? [], run.hosts) }),
    ...(run.restarts && purpose === 'service' ? { restart: { name: 'always' as const } } : {}),
    ...(needsHelper ? { binds: [...(spec.binds ?? []), bindOf(helperOf(around))] } : {}),
    ...(act === undefined ? {} : started(spec, act, run.user ?? around.config.user, around)),
  };
}

function helperOf({ helper }: Around): string {
  const path = helper();
  if (path !== null) return path;
  throw new TickproofError('tool-missing', 'There is no helper program for containers of this architecture', {
    remedy: 'Run it on an amd64 or arm64 machine.',
  });
}

function started(spec: ContainerSpec, act: Act, user: string, { config, ownPort }: Around): Partial<ContainerSpec> {
  const original = spec.entrypoint ? [...spec.entrypoint, ...(spec.cmd ?? [])] : [...config.entrypoint, ...config.cmd];
  const [program = '', ...rest] = argvOf(
    act.do === 'serve' && act.port === 0 ? { ...act, port: ownPort } : act,
    original,
    user,
  );
  return {
    entrypoint: [program],
    cmd: rest,
    ...(needsRoot(act) ? { user: '0' } : {}),
    // what is held on top must not end it: the bound is asked about, not the limit
    ...(act.do === 'allocate' && spec.memoryBytes ? { memoryBytes: spec.memoryBytes + act.bytes } : {}),
  };
}

/** Names that lead elsewhere come instead of the ones that were there. */
function hostsIn(before: readonly string[], hosts: Readonly<Record<string, string>>): readonly string[] {
  const kept = before.filter((it) => !Object.hasOwn(hosts, it.slice(0, it.indexOf(':'))));
  return [...Object.entries(hosts).map(([host, address]) => `${host}:${address}`), ...kept];
}

/** Laid over the environment; a name without a value takes away what the image sets. */
export function environmentIn(
  env: readonly string[],
  over: Readonly<Record<string, string | null>> = {},
): readonly string[] {
  const kept = env.filter((it) => !Object.hasOwn(over, it.split('=', 1)[0] ?? ''));
  return [...kept, ...Object.entries(over).map(([name, value]) => (value === null ? name : `${name}=${value}`))];
}
