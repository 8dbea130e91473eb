import type { Place } from './place.ts';

export interface ComposePort {
  readonly target: number;
  readonly published?: string;
  readonly hostIp?: string;
  readonly protocol: string;
}

export interface ComposeMount {
  readonly type: string;
  readonly source?: string;
  readonly target: string;
  readonly readOnly?: boolean;
}

export interface ComposeHealthcheck {
  readonly test: readonly string[];
  readonly disable: boolean;
}

/** One service of the canonical model, in the few words that checks use; `raw` keeps all of it. */
export interface ComposeService {
  readonly name: string;
  readonly image?: string;
  readonly build?: { readonly context: string; readonly dockerfile?: string };
  readonly containerName?: string;
  readonly command?: readonly string[] | null;
  readonly entrypoint?: readonly string[] | null;
  readonly environment: Readonly<Record<string, string | null>>;
  /** What the files themselves write under `environment`, before variables are filled in. */
  readonly written?: Readonly<Record<string, string | null>>;
  /** Where the files write it, for those written as a map. */
  readonly writtenAt?: Readonly<Record<string, Place>>;
  /** What env files write for it, as far as git keeps them. */
  readonly fromFiles?: readonly { readonly name: string; readonly value: string; readonly at: Place }[];
  readonly extraHosts: readonly string[];
  readonly ports: readonly ComposePort[];
  readonly volumes: readonly ComposeMount[];
  readonly networks: readonly string[];
  readonly dependsOn: Readonly<Record<string, { readonly condition: string; readonly required: boolean }>>;
  readonly healthcheck?: ComposeHealthcheck;
  readonly profiles: readonly string[];
  readonly restart?: string;
  readonly user?: string;
  readonly raw: Readonly<Record<string, unknown>>;
  readonly at: Place;
}

/** The canonical model of one compose project, as `docker compose config` resolves it. */
export interface ComposeModel {
  readonly name: string;
  readonly services: readonly ComposeService[];
  readonly networks: Readonly<Record<string, { readonly external: boolean; readonly name?: string }>>;
  readonly volumes: Readonly<Record<string, { readonly external: boolean; readonly name?: string }>>;
  readonly raw: Readonly<Record<string, unknown>>;
  /** Where the files write a value, by the keys and indexes that lead to it in `raw`; null where they do not. */
  readonly placeOf?: (path: ComposePath) => ComposeValuePlace | null;
  /** Of a project that does not load: what was left out of it, so that the rest can be judged. */
  readonly gaps?: readonly ComposeGap[];
}

/** Something that a project says and that counts for nothing: by its keys, and as it is written. */
export interface ComposeGap {
  readonly path: readonly string[];
  readonly text: string;
}

/** The way to a value of the model: `services`, `web`, `ports`, 0. */
export type ComposePath = readonly (string | number)[];

/** Where a value is written; of one over several lines the first. */
export interface ComposeValuePlace {
  readonly at: Place;
  /** The line as written. */
  readonly text: string;
  /** The places that brought it here by `extends` or `include`, the latest first. */
  readonly via: readonly Place[];
}

/** A file or folder of the machine that a project takes, and whether a fresh clone of the project has it. */
export interface ComposeReference {
  readonly kind: 'env-file' | 'label-file' | 'include' | 'extends' | 'secret' | 'config' | 'bind' | 'build';
  /** Whose it is: `services.web`, `secrets.token`. */
  readonly owner: string;
  /** As the project's files see it: relative to their folder where it lies inside, else absolute. */
  readonly path: string;
  /** `ignored`: it lies here, but git does not keep it; `outside`: beside the project, on this machine. */
  readonly state: 'there' | 'missing' | 'ignored' | 'outside';
  /** Without it nothing starts; false: the engine makes a folder in its place, or it may be absent. */
  readonly needed: boolean;
  readonly at?: Place;
  readonly text?: string;
}

/** Why a project does not load: `invalid` (syntax, schema, consistency) or `unset-variable`. */
export interface ComposeProblem {
  readonly kind: 'invalid' | 'unset-variable';
  readonly message: string;
  readonly at: Place;
  /** The line that it stands at, as written. */
  readonly text?: string;
  /** What to do next: a clause that begins in lower case. */
  readonly advice?: string;
  /** The loader's word for what is wrong: `yaml`, `schema`, `reference` … */
  readonly cause?: string;
  /** Where the project's own files ask for the file that it stands in. */
  readonly via?: readonly Place[];
}

/** Where Compose's own client makes something else of a project than our loader. */
export interface ComposeDisagreement {
  /** The client's version. */
  readonly client: string;
  /** Keys of the model with what each side has there; where one side refuses the project, the path is empty. */
  readonly differences: readonly { readonly path: string; readonly ours: string; readonly theirs: string }[];
  /** The facts as the client gives them, laid over ours. */
  readonly theirs: {
    readonly model: ComposeModel | null;
    readonly problems: readonly ComposeProblem[];
    readonly unset: readonly { readonly name: string; readonly at: Place; readonly text?: string }[];
  };
}

/** A stretch of a compose file as it is written, by offsets into its text; anchors and variables are not followed. */
export type ComposeNode =
  | {
      readonly kind: 'map';
      readonly span: ComposeSpan;
      readonly isFlow: boolean;
      readonly entries: readonly ComposeEntry[];
    }
  | {
      readonly kind: 'list';
      readonly span: ComposeSpan;
      readonly isFlow: boolean;
      readonly items: readonly ComposeNode[];
    }
  | {
      readonly kind: 'scalar';
      readonly span: ComposeSpan;
      readonly style: 'plain' | 'quoted' | 'block';
      /** The text that it stands for, whatever its type. */
      readonly value: string;
      readonly isTagged: boolean;
    }
  | { readonly kind: 'alias'; readonly span: ComposeSpan };

export interface ComposeSpan {
  readonly start: number;
  readonly end: number;
}

export interface ComposeEntry {
  readonly key: string;
  readonly keySpan: ComposeSpan;
  /** Null where nothing is written. */
  readonly value: ComposeNode | null;
}

/** One file of a project as it is written. */
export interface ComposeWritten {
  readonly file: string;
  readonly text: string;
  /** Null where it is no YAML, or several documents. */
  readonly root: ComposeNode | null;
  placeAt(span: ComposeSpan): Place;
}
