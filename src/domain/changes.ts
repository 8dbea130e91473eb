import type { ImageConfig } from './image.ts';

/** One entry of a layer that level L appends. */
export interface PlantedFile {
  readonly path: string;
  readonly type: 'file' | 'directory' | 'symlink' | 'whiteout';
  readonly mode?: number;
  readonly uid?: number;
  readonly gid?: number;
  readonly linkTarget?: string;
  readonly text?: string;
  /** A filler of this many zero bytes, instead of `text`. */
  readonly sizeBytes?: number;
}

/**
 * What the helper program does in a container, without needing anything of its image: in place of the service (`exit`,
 * `sleep`, `serve`), before it (`print`, `wait`, `write`), beside it (`allocate`, `spin`, `listen`), or as its parent (`hold`).
 */
export type Act =
  | { readonly do: 'exit'; readonly code: number; readonly afterMs?: number }
  /** Silent, and ends on SIGTERM. */
  | { readonly do: 'sleep' }
  /** Answers every request alike, at port 0: at the one that a question without a port means. On loopback only where `loopback` is set. */
  | {
      readonly do: 'serve';
      readonly port: number;
      readonly status: number;
      readonly body: string;
      readonly loopback?: true;
    }
  /** Prints one line, then is the service; with `exit` it ends with that code instead. */
  | { readonly do: 'print'; readonly stream: 'stdout' | 'stderr'; readonly text: string; readonly exit?: number }
  | { readonly do: 'wait'; readonly ms: number }
  /** Must write a file there, as root, before it is the service under its own user; ends with 1 where it cannot. */
  | { readonly do: 'write'; readonly path: string }
  /** Memory that is touched and kept. */
  | { readonly do: 'allocate'; readonly bytes: number }
  /** One core, for as long as the service lives. */
  | { readonly do: 'spin' }
  | { readonly do: 'listen'; readonly port: number }
  /** The service is its child, and SIGTERM is not passed on. */
  | { readonly do: 'hold' };

/** How one container is started otherwise than the original. Plain data: equal changes are one world, which is made once. */
export interface RunChange {
  readonly act?: Act;
  /** `0`, `65534:0` … */
  readonly user?: string;
  readonly network?: 'none';
  /** Laid over the environment; null takes a variable away. */
  readonly env?: Readonly<Record<string, string | null>>;
  /** Names that lead elsewhere: `host.docker.internal` → an address where nothing is. */
  readonly hosts?: Readonly<Record<string, string>>;
  /** In place of the image's health check. Intervals are short in every changed world. */
  readonly health?: Act;
  /** Started again whenever it ends. */
  readonly restarts?: true;
  /** How long is waited after the stop signal before it is killed; absent: as long as ever. */
  readonly graceMs?: number;
  /** In place of every command that a criterion runs. */
  readonly command?: Act;
  /** Layers on top of the image, bottom first. Only they are loaded into the engine. */
  readonly layers?: readonly (readonly PlantedFile[])[];
  /** Laid over the image's config. */
  readonly config?: Partial<ImageConfig>;
}

/** How a compose project is brought up otherwise than the original. */
export interface StackChange {
  /** The service that `run` changes. */
  readonly service?: string;
  readonly run?: Pick<RunChange, 'act' | 'user' | 'env' | 'health' | 'restarts'>;
  /** Services that get a network of their own, and none of the project's. */
  readonly apart?: readonly string[];
  /** Names that lead elsewhere, for the service or for all. */
  readonly hosts?: Readonly<Record<string, string>>;
  /** Volumes are removed between the first and the second life. */
  readonly forgets?: true;
  /** A container that is not the project's stands on its network when it goes down. */
  readonly outsider?: true;
}

/** Stands in a changed Dockerfile for words that no build before had: the step that holds them never comes from the cache. */
export const NEVER_CACHED = 'tickproof-never-cached';

/** How a folder is built otherwise than the original. */
export interface BuildChange {
  /** The Dockerfile as it stands then. */
  readonly dockerfile?: string;
  /** Builds of files that differ, over the built image, without a name. */
  readonly untagged?: number;
}

/**
 * A world that is not the original: what is otherwise, and how patiently it is looked at. Without `run`, `stack` and `build`
 * it is the original once more, looked at briefly.
 */
export interface Changed {
  readonly run?: RunChange;
  readonly stack?: StackChange;
  readonly build?: BuildChange;
  /** How long is waited for what may never come (ready, healthy, a second life). */
  readonly patienceMs: number;
  /** How long idle measurements and watches for restarts take. */
  readonly windowMs: number;
}
