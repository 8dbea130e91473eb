import type { CommandAsk, HttpAsk, PersistAsk, ReachAsk } from './asks.ts';

/** What a look at a container that does not do what it should brought to light. */
export interface Diagnosis {
  readonly kind:
    | 'module-missing'
    | 'file-missing'
    | 'permission-denied'
    | 'not-listening'
    | 'loopback-only'
    | 'health-tool-missing'
    | 'host-unreachable'
    | 'wrong-architecture'
    | 'wrong-libc'
    | 'command-missing'
    | 'out-of-memory'
    | 'variable-missing'
    | 'port-in-use'
    | 'read-only'
    | 'tool-missing'
    | 'certificate'
    | 'disk-full'
    | 'unknown';
  /** One sentence: why. */
  readonly cause: string;
  /** The lines or values that show it. */
  readonly evidence: readonly string[];
  /** An imperative: what to do. */
  readonly remedy: string;
}

/** One start of a container; times in ms from the engine's start event, null = never seen. */
export interface StartSample {
  readonly createMs: number;
  readonly firstLogMs: number | null;
  readonly portOpenMs: number | null;
  /** First success of the readiness probe that two more followed. */
  readonly readyMs: number | null;
  readonly healthyMs: number | null;
  readonly cold: boolean;
}

export interface HttpObservation {
  readonly ask: HttpAsk;
  readonly outcome:
    | {
        readonly status: 'answered';
        readonly code: number;
        readonly headers: Readonly<Record<string, string>>;
        readonly body: string;
        readonly elapsedMs: number;
      }
    | { readonly status: 'refused' | 'timeout'; readonly message: string; readonly diagnosis?: Diagnosis | null };
}

export interface CommandObservation {
  readonly ask: CommandAsk;
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly elapsedMs: number;
  readonly timedOut: boolean;
}

export interface ReachObservation {
  readonly ask: ReachAsk;
  readonly outcome:
    | { readonly status: 'answered'; readonly code: number; readonly body: string; readonly elapsedMs: number }
    | { readonly status: 'unreachable'; readonly message: string; readonly diagnosis: Diagnosis | null };
  /** How it was asked from inside: a sidecar in the container's network. */
  readonly how: string;
}

/** A series of samples; `spread` is (max − min) / median. */
export interface Series {
  readonly unit: 'B' | 'millicores' | 'ms';
  readonly samples: readonly number[];
  readonly median: number;
  readonly p95: number;
  readonly max: number;
  readonly spread: number;
}

export interface LogLine {
  readonly stream: 'stdout' | 'stderr';
  /** RFC 3339 with nanoseconds, from the engine. */
  readonly at: string;
  readonly text: string;
}

/** Facts of one container's life (several lives where a question needs them). */
export interface RunFacts {
  /** How it was started, by hand repeatable. */
  readonly command: readonly string[];
  readonly state: {
    readonly started: boolean;
    /** Up after the window. */
    readonly running: boolean;
    readonly exitCode: number | null;
    readonly oomKilled: boolean;
    readonly error: string | null;
    readonly upMs: number;
    readonly diagnosis: Diagnosis | null;
  };
  readonly starts: {
    readonly samples: readonly StartSample[];
    readonly ready: Series | null;
    readonly unstable: boolean;
    readonly loadAverage: number;
    /** Where ready is what the engine's health check says: how long after a start the engine asks it first. */
    readonly firstProbeMs?: number;
  };
  readonly health: {
    readonly configured: boolean;
    readonly test: readonly string[];
    readonly status: 'healthy' | 'unhealthy' | 'starting' | 'none';
    readonly healthyMs: number | null;
    readonly probes: readonly { readonly exitCode: number; readonly output: string }[];
    readonly diagnosis: Diagnosis | null;
  };
  readonly http: readonly HttpObservation[];
  readonly logs: { readonly lines: readonly LogLine[]; readonly bytes: number; readonly truncated: boolean };
  readonly memory: Series & {
    readonly limitBytes: number | null;
    readonly peakBytes: number | null;
    readonly cgroup: 'v1' | 'v2';
  };
  /** Millicores over windows; `meanMillicores` is the counter's difference over the whole window. */
  readonly cpu: Series & { readonly meanMillicores: number; readonly windowMs: number; readonly probes: number };
  readonly restarts: { readonly count: number; readonly windowMs: number };
  readonly process: {
    readonly uid: number;
    readonly gid: number;
    readonly user: string | null;
    readonly argv: readonly string[];
    readonly processes: number;
  };
  readonly stop: {
    readonly signal: string;
    readonly killed: boolean;
    readonly exitCode: number;
    readonly elapsedMs: number;
    readonly openRequestFinished: boolean | null;
  };
  readonly readOnly: {
    readonly works: boolean;
    readonly writable: readonly string[];
    readonly wrote: readonly string[];
    readonly diagnosis: Diagnosis | null;
  };
  readonly commands: readonly CommandObservation[];
  readonly reaches: readonly ReachObservation[];
  readonly ports: {
    readonly listening: readonly {
      readonly port: number;
      readonly protocol: 'tcp' | 'udp';
      readonly address: string;
      readonly loopback: boolean;
    }[];
    readonly exposed: readonly string[];
  };
}

/** What happened to one service; times in ms from `up`. */
export interface ServiceMoment {
  readonly what: 'created' | 'started' | 'healthy' | 'unhealthy' | 'ended';
  readonly atMs: number;
  readonly exitCode?: number;
}

export interface ServiceLife {
  readonly service: string;
  readonly status: 'running' | 'exited' | 'missing';
  readonly health: 'healthy' | 'unhealthy' | 'starting' | 'none';
  /** Its first start. */
  readonly startedMs: number | null;
  readonly healthyMs: number | null;
  readonly exitCode: number | null;
  /** In order of time. */
  readonly timeline?: readonly ServiceMoment[];
  /** Services that it waits for, with the condition. */
  readonly dependsOn?: Readonly<Record<string, string>>;
  readonly restarts: number;
  readonly logs: readonly LogLine[];
  readonly diagnosis: Diagnosis | null;
}

/** What came of one step: an HTTP status or an exit code, with what was said. */
export type StepOutcome =
  | { readonly status: 'done'; readonly code: number; readonly output: string }
  | { readonly status: 'failed'; readonly message: string };

/** What was read before the write, after it, and in the project's second life; null = it did not come so far. */
export interface PersistObservation {
  readonly ask: PersistAsk;
  readonly service: string;
  readonly before: StepOutcome;
  readonly wrote: StepOutcome;
  readonly read: StepOutcome | null;
  readonly again: StepOutcome | null;
  /** Why there was no second life to ask in. */
  readonly notUp: string | null;
}

/** Facts of one compose project's life; times in ms from `up`. */
export interface StackFacts {
  readonly project: string;
  readonly up: {
    readonly succeeded: boolean;
    readonly elapsedMs: number;
    /** One for each time that the project was brought up, the first being of a machine that has nothing. */
    readonly samples?: readonly number[];
    readonly message: string | null;
    readonly log: readonly string[];
    readonly diagnosis: Diagnosis | null;
  };
  readonly services: readonly ServiceLife[];
  readonly http: readonly (HttpObservation & { readonly service: string })[];
  readonly reaches: readonly (ReachObservation & { readonly service: string })[];
  readonly persists?: readonly PersistObservation[];
  readonly down: {
    readonly elapsedMs: number;
    readonly left: readonly { readonly kind: 'container' | 'network' | 'volume' | 'process'; readonly name: string }[];
    readonly volumesKept: readonly string[];
  };
}
