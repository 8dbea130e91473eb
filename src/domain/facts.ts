import type { Digest } from './brands.ts';
import type { ComposeModel, ComposeProblem } from './compose.ts';
import type { ParsedDockerfile, ParseProblem, Stage } from './dockerfile.ts';
import type {
  Accounts,
  Executable,
  Healthcheck,
  ImageConfig,
  ImageFile,
  ImageIdentity,
  ImageLayer,
  ImageSizes,
  ImageWaste,
  InstalledPackage,
  SecretSighting,
  SourceMapSighting,
} from './image.ts';
import type { Place } from './place.ts';

/** One instruction's value with the place it stands at; `inherited` when it comes from a base that is not in the file. */
export interface Placed<T> {
  readonly value: T;
  readonly at: Place;
  readonly text: string;
}

/** Facts of a Dockerfile: what the text says, after parsing as BuildKit parses. */
export interface DockerfileFacts {
  /** The path as given, and whether it exists. */
  readonly file: { readonly path: string; readonly present: boolean };
  readonly source: ParsedDockerfile;
  /** Stages in file order. */
  readonly stages: readonly Stage[];
  /** The stage that is built (`build.target`, else the last); null when there is none. */
  readonly target: Stage | null;
  readonly problems: readonly ParseProblem[];
  /** What the target stage ends with, inherited through stages of this file; null = left to the base image. */
  readonly final: {
    readonly user: Placed<string> | null;
    readonly healthcheck: Placed<Healthcheck> | null;
    readonly entrypoint: Placed<readonly string[]> | null;
    readonly cmd: Placed<readonly string[]> | null;
    readonly workdir: Placed<string> | null;
  };
  /** Reference of every base image, with the stage that uses it and whether that stage is reachable from the target. */
  readonly bases: readonly {
    readonly reference: string;
    readonly stage: number;
    readonly reachable: boolean;
    readonly at: Place;
  }[];
}

export interface ContextFile {
  /** Relative to the context root, `/`-separated. */
  readonly path: string;
  readonly type: 'file' | 'directory' | 'symlink' | 'other';
  readonly sizeBytes: number;
  readonly mode: number;
  /** An ADD/COPY or bind mount of a reachable stage takes it. */
  readonly selected: boolean;
}

export interface ContextSource {
  /** The source as written in COPY/ADD/--mount, expanded. */
  readonly source: string;
  readonly at: Place;
  readonly stage: number;
  /** Context paths (files) that it matches after the ignore rules. */
  readonly matches: number;
  /** It is in the folder, but an ignore rule takes it away. */
  readonly ignoredBy: { readonly pattern: string; readonly line: number } | null;
  /** The nearest name that does exist, when it matches nothing. */
  readonly nearest: string | null;
}

export interface Amount {
  readonly files: number;
  readonly bytes: number;
}

/** Facts of a build context: what the builder would be sent. */
export interface ContextFacts {
  readonly ignore: {
    readonly path: string | null;
    readonly patterns: readonly { readonly text: string; readonly line: number; readonly negated: boolean }[];
    readonly problems: readonly ParseProblem[];
  };
  /** Everything that the ignore file lets through, sorted by path. */
  readonly files: readonly ContextFile[];
  /** `context`: let through by the ignore file; `selected`: reached by COPY/ADD; `total`: the whole folder. */
  readonly sizes: { readonly context: Amount; readonly selected: Amount };
  /** The whole folder, ignored parts included (their folders are opened for this atom alone). */
  readonly total: Amount;
  /** Largest top-level entries of what is let through, largest first. */
  readonly largest: readonly { readonly path: string; readonly bytes: number; readonly files: number }[];
  readonly sources: readonly ContextSource[];
  readonly secrets: readonly SecretSighting[];
}

/** Facts of one compose project. */
export interface ComposeFacts {
  readonly files: readonly string[];
  /** The texts as they stand, for what only comments say. */
  readonly comments: readonly { readonly text: string; readonly at: Place }[];
  readonly problems: readonly ComposeProblem[];
  /** Variables that nothing sets and that have no default: compose would put an empty text there. */
  readonly unset: readonly { readonly name: string; readonly at: Place }[];
  /** Null when it does not load. */
  readonly model: ComposeModel | null;
}

export interface BuildStep {
  /** BuildKit's vertex name: `[builder 3/7] RUN npm ci`. */
  readonly name: string;
  readonly stage: string | null;
  readonly instruction: string | null;
  readonly at: Place | null;
  readonly cached: boolean;
  readonly elapsedMs: number;
}

/** One run of the builder. */
export interface BuildRun {
  readonly elapsedMs: number;
  /** Time spent on base images (resolve and pull), not counted in a build's time. */
  readonly pullMs: number;
  readonly steps: readonly BuildStep[];
}

export interface BuildStage {
  readonly name: string;
  readonly index: number;
  readonly base: string;
  readonly discarded: boolean;
  /** Size of the whole stage, base included (docker's per-layer size). */
  readonly sizeBytes: number;
  readonly layers: readonly {
    readonly label: string;
    readonly sizeBytes: number;
    readonly diffId: string;
    readonly fromBase: boolean;
    readonly at: Place | null;
  }[];
}

/** Facts of building the image. */
export interface BuildFacts {
  readonly outcome:
    | { readonly status: 'built'; readonly image: string }
    | {
        readonly status: 'failed';
        readonly reason: 'build-failed' | 'copy-source-missing' | 'base-missing';
        readonly message: string;
        readonly at: Place | null;
        readonly log: readonly string[];
        readonly diagnosis: Diagnosis | null;
      };
  /** With `--no-cache`. */
  readonly cold: BuildRun;
  /** The same again, everything cached. */
  readonly warm: BuildRun;
  /** After source files were really changed, one per stage that installs; null where nothing installs, or no source of the application could be told from the dependencies' own files. */
  readonly touched:
    | (BuildRun & {
        readonly files: readonly string[];
        readonly rerunInstalls: readonly BuildStep[];
        readonly installs: readonly BuildStep[];
      })
    | null;
  readonly stages: readonly BuildStage[];
  /** Images without a name that were not there before. */
  readonly dangling: { readonly before: number; readonly after: number; readonly left: readonly string[] };
}

/** Facts of an image, from its bytes. */
export interface ImageFacts {
  readonly identity: ImageIdentity;
  readonly config: ImageConfig;
  readonly sizes: ImageSizes;
  readonly layers: readonly ImageLayer[];
  readonly files: readonly ImageFile[];
  readonly accounts: Accounts;
  readonly executables: readonly Executable[];
  readonly packages: readonly InstalledPackage[];
  readonly secrets: readonly SecretSighting[];
  readonly sourceMaps: readonly SourceMapSighting[];
  readonly waste: ImageWaste;
  /** Diff ids of the base image's layers, where the base is known. */
  readonly base: { readonly reference: string; readonly diffIds: readonly string[] } | null;
}

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

export interface ServiceLife {
  readonly service: string;
  readonly status: 'running' | 'exited' | 'missing';
  readonly health: 'healthy' | 'unhealthy' | 'starting' | 'none';
  readonly startedMs: number | null;
  readonly healthyMs: number | null;
  readonly exitCode: number | null;
  readonly restarts: number;
  readonly logs: readonly LogLine[];
  readonly diagnosis: Diagnosis | null;
}

/** Facts of one compose project's life; times in ms from `up`. */
export interface StackFacts {
  readonly project: string;
  readonly up: {
    readonly succeeded: boolean;
    readonly elapsedMs: number;
    readonly message: string | null;
    readonly log: readonly string[];
    readonly diagnosis: Diagnosis | null;
  };
  readonly services: readonly ServiceLife[];
  readonly http: readonly (HttpObservation & { readonly service: string })[];
  readonly reaches: readonly (ReachObservation & { readonly service: string })[];
  readonly down: {
    readonly elapsedMs: number;
    readonly left: readonly { readonly kind: 'container' | 'network' | 'volume' | 'process'; readonly name: string }[];
    readonly volumesKept: readonly string[];
  };
}

/** Facts of the packages in an image (filled by the catalogue; advisory data with its date). */
export interface PackagesFacts {
  readonly installed: readonly InstalledPackage[];
}

/** What was observed, one entry per kind. */
export interface Facts {
  readonly dockerfile: DockerfileFacts;
  readonly context: ContextFacts;
  readonly compose: ComposeFacts;
  readonly build: BuildFacts;
  readonly image: ImageFacts;
  readonly run: RunFacts;
  readonly stack: StackFacts;
  readonly packages: PackagesFacts;
}

export type Kind = keyof Facts;

/** The smallest part that a check can ask for: `image.files`, `run.stop`. */
export type Atom = { [K in Kind]: `${K}.${keyof Facts[K] & string}` }[Kind];

type KindOf<A extends Atom> = A extends `${infer K}.${string}` ? K & Kind : never;
type KeyOf<A extends Atom, K extends Kind> = A extends `${K}.${infer P}` ? P & keyof Facts[K] : never;

/** The facts that a check sees: exactly the atoms it reads. */
export type FactsOf<A extends Atom> = { readonly [K in KindOf<A>]: Pick<Facts[K], KeyOf<A, K>> };

/** A question to the run or stack sensor that a criterion's parameters pose. */
export type Ask = HttpAsk | CommandAsk | ReachAsk;

export interface HttpAsk {
  readonly kind: 'http';
  readonly path: string;
  readonly port?: number;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly service?: string;
}

export interface CommandAsk {
  readonly kind: 'command';
  readonly argv: readonly string[];
  readonly timeoutMs: number;
}

export interface ReachAsk {
  readonly kind: 'reach';
  readonly url: string;
  readonly service?: string;
}

/** Digests of exactly what a group of facts was read from, by input name: `dockerfile.raw`, `image.diffIds`. */
export type Inputs = Readonly<Record<string, Digest>>;
