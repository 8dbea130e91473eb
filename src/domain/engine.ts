import type { ImageId } from './brands.ts';
import type { HistoryEntry, ImageConfig } from './image.ts';
import type { ProcessOptions, ProcessOutcome } from './processes.ts';

export interface EngineInfo {
  readonly kind: 'docker' | 'podman';
  readonly version: string;
  readonly apiVersion: string;
  /** `containerd` or the graph driver's name. */
  readonly store: string;
  readonly os: string;
  readonly architecture: string;
  readonly kernel: string;
  readonly cgroup: 'v1' | 'v2';
  readonly cpus: number;
  readonly memoryBytes: number;
  /** The engine shares this machine's kernel: its container addresses and /proc can be reached from here. */
  readonly local: boolean;
  readonly rootless: boolean;
  readonly buildx: string | null;
  readonly compose: string | null;
}

export interface EngineImage {
  readonly imageId: ImageId;
  /** The engine's own id (an index or manifest digest on the containerd store). */
  readonly engineId: string;
  readonly tags: readonly string[];
  readonly diffIds: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  /** What a start of it depends on; absent fields are filled with what their absence means. */
  readonly config: Pick<
    ImageConfig,
    'user' | 'entrypoint' | 'cmd' | 'env' | 'exposedPorts' | 'volumes' | 'workingDir' | 'stopSignal' | 'healthcheck'
  >;
  readonly engineSizeBytes: number;
}

export interface ContainerSpec {
  readonly name: string;
  readonly image: string;
  readonly env?: readonly string[];
  readonly user?: string;
  readonly entrypoint?: readonly string[];
  readonly cmd?: readonly string[];
  readonly labels?: Readonly<Record<string, string>>;
  readonly extraHosts?: readonly string[];
  /** Network name, `none`, or `container:<id>`. */
  readonly network?: string;
  readonly readOnly?: boolean;
  /** Paths that get a fresh tmpfs. */
  readonly tmpfs?: readonly string[];
  /** Paths that get a fresh anonymous volume. */
  readonly volumes?: readonly string[];
  /** `host:container:options` */
  readonly binds?: readonly string[];
  /** Ports published on 127.0.0.1 with a port of the engine's choice. */
  readonly publish?: readonly number[];
  readonly capDrop?: readonly string[];
  readonly securityOpt?: readonly string[];
  readonly memoryBytes?: number;
  readonly pidsLimit?: number;
  readonly restart?: { readonly name: 'no' | 'on-failure' | 'always' | 'unless-stopped'; readonly maximum?: number };
  readonly healthcheck?: {
    readonly test: readonly string[];
    readonly intervalMs?: number;
    readonly timeoutMs?: number;
    readonly startPeriodMs?: number;
    readonly retries?: number;
  };
  readonly init?: boolean;
}

export interface ContainerState {
  readonly id: string;
  readonly name: string;
  readonly status: 'created' | 'running' | 'paused' | 'restarting' | 'removing' | 'exited' | 'dead';
  readonly pid: number;
  readonly exitCode: number | null;
  readonly oomKilled: boolean;
  readonly error: string;
  /** RFC 3339 with nanoseconds; empty when never. */
  readonly startedAt: string;
  readonly createdAt?: string;
  readonly finishedAt: string;
  readonly restartCount: number;
  readonly health: {
    readonly status: 'none' | 'starting' | 'healthy' | 'unhealthy';
    readonly log: readonly {
      readonly start: string;
      readonly end: string;
      readonly exitCode: number;
      readonly output: string;
    }[];
  } | null;
  /** Container port/protocol to host port: `8000/tcp` → 32768. */
  readonly published: Readonly<Record<string, number>>;
  /** Address by network name. */
  readonly addresses: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly image: string;
}

export interface EngineLogLine {
  readonly stream: 'stdout' | 'stderr';
  readonly at: string;
  readonly text: string;
}

export interface ContainerStats {
  /** Monotonic host ms at which the sample was read. */
  readonly atMs: number;
  readonly memoryUsageBytes: number;
  /** v2 `inactive_file`, v1 `total_inactive_file`. */
  readonly inactiveFileBytes: number;
  readonly memoryLimitBytes: number | null;
  readonly memoryPeakBytes: number | null;
  /** Cumulative CPU time in nanoseconds. */
  readonly cpuNs: number;
  readonly pids: number;
}

export interface EngineEvent {
  readonly type: string;
  readonly action: string;
  readonly id: string;
  readonly name: string;
  /** Milliseconds since the epoch, with a fraction (from nanoseconds). */
  readonly atMs: number;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface BuildRequest {
  /** Context folder; `tar` streams are not used. */
  readonly context: string;
  /** Path of the Dockerfile, or `-` with `dockerfileText`. */
  readonly dockerfile: string;
  readonly dockerfileText?: string;
  /** Empty: the image gets no name. */
  readonly tag: string;
  readonly target?: string;
  readonly args: Readonly<Record<string, string>>;
  readonly secrets: readonly { readonly id: string; readonly src?: string; readonly env?: string }[];
  readonly labels: Readonly<Record<string, string>>;
  readonly noCache?: boolean;
  /** The image is only asked for its layers, or without a name for its steps: nothing is written that the engine can do without. */
  readonly lookOnly?: boolean;
  /** Laid over the client's environment. */
  readonly env?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
  /** Asked whenever a step moves: true ends the build there, where the engine's builder can be ended. */
  readonly enough?: (vertexes: readonly BuildVertex[]) => boolean;
}

/** One line of the builder's trace, as BuildKit's rawjson says it, reduced to what is used. */
export interface BuildVertex {
  readonly digest: string;
  readonly name: string;
  readonly startedMs: number | null;
  readonly completedMs: number | null;
  readonly cached: boolean;
  readonly error: string | null;
  readonly log: readonly string[];
}

export interface BuildOutcome {
  readonly succeeded: boolean;
  /** It was ended because enough had been seen; it has then neither succeeded nor failed. */
  readonly stopped?: true;
  readonly elapsedMs: number;
  readonly vertexes: readonly BuildVertex[];
  /** What the client printed last, when it failed. */
  readonly message: string;
  /** The engine's id of the image, when it was built. */
  readonly engineId: string | null;
}

export interface ExecOutcome {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A container engine. Every method throws `TickproofError('engine-failed')` when the engine does not do it, and ends with the signal. */
export interface Engine {
  readonly info: EngineInfo;
  /** Null where there is no such image. */
  inspectImage(reference: string): Promise<EngineImage | null>;
  /** The image as `docker save` streams it (docker-archive or OCI layout inside a tar). */
  saveImage(reference: string): AsyncIterable<Uint8Array>;
  /** Takes what `saveImage` gives; blobs that the engine already has may be left out where it allows that. */
  loadImage(archive: AsyncIterable<Uint8Array>): Promise<void>;
  history(reference: string): Promise<readonly (HistoryEntry & { readonly sizeBytes: number })[]>;
  tagImage(reference: string, tag: string): Promise<void>;
  removeImage(reference: string): Promise<void>;
  /** Every image of the engine with its diff ids where cheap, for what is unique to one. */
  listImages(): Promise<
    readonly {
      readonly engineId: string;
      readonly tags: readonly string[];
      readonly dangling: boolean;
      readonly createdMs: number;
    }[]
  >;
  pullImage(reference: string): Promise<void>;
  build(request: BuildRequest, onVertex: (vertex: BuildVertex) => void): Promise<BuildOutcome>;

  createContainer(spec: ContainerSpec): Promise<string>;
  startContainer(id: string): Promise<void>;
  inspectContainer(id: string): Promise<ContainerState | null>;
  logs(id: string): Promise<readonly EngineLogLine[]>;
  stats(id: string): Promise<ContainerStats>;
  /** Sends a signal; no error when it has ended. */
  kill(id: string, signal: string): Promise<void>;
  stop(id: string, graceSeconds: number): Promise<void>;
  /** Resolves when the container is not running, with its exit code. */
  wait(id: string): Promise<number>;
  removeContainer(id: string): Promise<void>;
  /** Processes by the host's `ps`: titles and rows. */
  top(id: string): Promise<{ readonly titles: readonly string[]; readonly rows: readonly (readonly string[])[] }>;
  /** Paths changed, added or deleted in the container's layer. */
  changes(id: string): Promise<readonly { readonly path: string; readonly kind: 'changed' | 'added' | 'deleted' }[]>;
  exec(id: string, argv: readonly string[], timeoutMs: number): Promise<ExecOutcome>;
  /** A file of the container as bytes; null where there is none. Works without a shell, running or not. */
  readFile(id: string, path: string): Promise<Uint8Array | null>;
  /** A file put into a created or running container. */
  writeFile(id: string, path: string, bytes: Uint8Array, mode: number): Promise<void>;
  /** Live events since `sinceMs` of things with the label, until the iterator is returned. */
  events(label: string, sinceMs: number): AsyncIterable<EngineEvent>;
  listContainers(label: string): Promise<readonly ContainerState[]>;

  /** A bridge network; gives its gateway's address as seen from this machine. */
  createNetwork(
    name: string,
    labels: Readonly<Record<string, string>>,
  ): Promise<{ readonly id: string; readonly gateway: string | null }>;
  removeNetwork(name: string): Promise<void>;
  listNetworks(
    label: string,
  ): Promise<
    readonly { readonly id: string; readonly name: string; readonly labels: Readonly<Record<string, string>> }[]
  >;
  listVolumes(
    label: string,
  ): Promise<readonly { readonly name: string; readonly labels: Readonly<Record<string, string>> }[]>;
  removeVolume(name: string): Promise<void>;

  /** `docker compose ARGS` with the user's client; an exit code is a value. */
  compose(args: readonly string[], options?: ProcessOptions): Promise<ProcessOutcome>;
}
