import {
  type Ask,
  type Changed,
  type ContainerSpec,
  type Engine,
  type EngineImage,
  type Ports,
  type RunSettings,
  type Target,
} from '../../domain/index.ts';
import { changedSpec, type Probed } from './changed-spec.ts';
import type { HostSide } from './host-side.ts';
import { unique } from './settings.ts';

/** Where containers of one image are started and looked at. */
export interface Bench {
  readonly ports: Ports;
  readonly engine: Engine;
  readonly image: string;
  readonly config: EngineImage['config'];
  readonly settings: RunSettings;
  readonly env: readonly string[];
  readonly host: HostSide;
  /** Container ports that are asked from outside. */
  readonly publish: readonly number[];
  /** Null for the deployment as it is. */
  readonly changed: Changed | null;
  /** How the engine probes a changed container's health; absent: as the image says. */
  readonly probed?: Probed;
}

const HTTP_PORT = 80;
const PIDS_LIMIT = 512;
/** A limit always stands: runtimes such as a JVM size their heap by it, and a leak must not take the machine. */
const MEMORY_LIMIT_BYTES = 2 * 2 ** 30;

/** The image that is meant: what was built, or the subject itself. */
export function imageOf({ built, subject }: Target): string | null {
  return built ?? (subject.kind === 'engine-image' ? subject.reference : null);
}

export function specOf(bench: Bench, purpose: string, over: Partial<ContainerSpec> = {}): ContainerSpec {
  const { ports, engine, image, env, host, settings, publish, changed } = bench;
  const spec: ContainerSpec = {
    name: ports.owner.name(`${purpose}-${unique()}`),
    image,
    env,
    labels: ports.owner.labels,
    network: host.network,
    extraHosts: host.extraHosts,
    volumes: settings.writable,
    memoryBytes: settings.memory ?? Math.min(MEMORY_LIMIT_BYTES, Math.floor(engine.info.memoryBytes * 0.8)),
    pidsLimit: PIDS_LIMIT,
    ...(engine.info.local || host.network === 'none' ? {} : { publish }),
    ...over,
  };
  if (!changed) return spec;
  const helper = () => ports.helper(engine.info.architecture);
  const name = ports.owner.name(`mutant-${purpose}-${unique()}`);
  return changedSpec(spec, changed, { ...bench, purpose, name, ownPort: ownPort(bench), helper });
}

const tcpPort = (exposed: string): number[] => (/^\d+(?:\/tcp)?$/.test(exposed) ? [Number.parseInt(exposed, 10)] : []);

/** The port that a question without a port means. */
export function defaultPort(settings: RunSettings, config: EngineImage['config']): number | null {
  return settings.ready?.port ?? settings.ready?.tcp ?? config.exposedPorts.flatMap(tcpPort)[0] ?? null;
}

/** The one that is asked where nothing says otherwise. */
export function ownPort({ settings, config }: Pick<Bench, 'settings' | 'config'>): number {
  return defaultPort(settings, config) ?? HTTP_PORT;
}

/** Every container port that somebody outside will ask. */
export function askedPorts(
  settings: RunSettings,
  config: EngineImage['config'],
  asks: readonly Ask[],
): readonly number[] {
  const asked = asks.flatMap((ask) => (ask.kind === 'http' && ask.port !== undefined ? [ask.port] : []));
  const fallback = defaultPort(settings, config);
  return [...new Set([...asked, ...(fallback === null ? [] : [fallback]), ...config.exposedPorts.flatMap(tcpPort)])];
}
