import type { Digest } from './brands.ts';
import type { ComposeDisagreement, ComposeModel, ComposeProblem, ComposeReference, ComposeWritten } from './compose.ts';
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
import type { PackagesFacts } from './packages.ts';
import type { Place } from './place.ts';
import type { Diagnosis, RunFacts, StackFacts } from './run-facts.ts';

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

/** A script of the context that an instruction names, as it stands there. */
export interface ContextScript {
  /** Relative to the context root. */
  readonly path: string;
  readonly text: string;
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
  /** Small texts that begin with `#!`, named by a COPY, or by what the container starts. */
  readonly scripts: readonly ContextScript[];
}

/** Facts of one compose project. */
export interface ComposeFacts {
  readonly files: readonly string[];
  /** The texts as they stand, for what only comments say. */
  readonly comments: readonly { readonly text: string; readonly at: Place }[];
  readonly problems: readonly ComposeProblem[];
  /** The project's own files as they are written. */
  readonly texts?: readonly ComposeWritten[];
  /** Variables that nothing sets and that have no default: compose would put an empty text there. */
  readonly unset: readonly { readonly name: string; readonly at: Place; readonly text?: string }[];
  /** Null when it does not load. */
  readonly model: ComposeModel | null;
  /** What the project takes from the machine that it is brought up on. */
  readonly references?: readonly ComposeReference[];
  /** Absent where no client was asked, or where it says the same. */
  readonly disagreement?: ComposeDisagreement;
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

/** Digests of exactly what a group of facts was read from, by input name: `dockerfile.raw`, `image.diffIds`. */
export type Inputs = Readonly<Record<string, Digest>>;
