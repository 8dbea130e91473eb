import type { Place } from './place.ts';

/** A cell of the ledger of bytes: every byte of every layer's files is in exactly one. */
export interface WeightCell {
  readonly layer: number;
  /** purl of a package, `runtime:…`, or `instruction:n`; the labels are in `owners`. */
  readonly owner: string;
  readonly kind: ByteKind;
  readonly fate: 'live' | 'overwritten' | 'deleted' | 'rewritten' | 'duplicate';
  readonly bytes: number;
  readonly files: number;
}

export type ByteKind =
  | 'code'
  | 'native'
  | 'bytecode'
  | 'test'
  | 'type-stub'
  | 'doc'
  | 'locale'
  | 'header'
  | 'static-library'
  | 'symbols'
  | 'source-map'
  | 'cache'
  | 'log'
  | 'vcs'
  | 'data'
  | 'archive'
  | 'certificates'
  | 'other';

/** What could go. The sets of bytes are disjoint: their sum is what one really gets. */
export interface Saving {
  /** `bytecode`, `apt-lists`, `chown-copy`: which kind of saving. */
  readonly kind: string;
  readonly title: string;
  readonly bytes: number;
  readonly files: number;
  /** Largest paths, for a look. */
  readonly paths: readonly string[];
  /** What to write, an imperative; with the line of the Dockerfile where it is known. */
  readonly edit: string;
  readonly at: Place | null;
  readonly risk: string | null;
  readonly confidence: 'tried' | 'static' | 'heuristic';
  /** It lies in the base image: another base would spare it, an edit above it does not. */
  readonly inBase: boolean;
  /** What came of building and starting the edited deployment (`--try`). */
  readonly trial: {
    readonly bytes: number;
    readonly healthy: boolean | null;
    readonly message: string;
  } | null;
}

/** Every byte of the image, attributed. */
export interface Weight {
  /** Σ of the cells; equals the engine's size of the image (docker's classic SIZE less symlink targets). */
  readonly totalBytes: number;
  readonly cells: readonly WeightCell[];
  readonly owners: readonly {
    readonly owner: string;
    readonly label: string;
    readonly bytes: number;
    /** With what only it needs. */
    readonly retainedBytes: number;
    /** Shortest chain from something that nothing needs. */
    readonly why: readonly string[];
  }[];
  readonly layers: readonly {
    readonly layer: number;
    readonly label: string;
    readonly bytes: number;
    readonly fromBase: boolean;
    readonly at: Place | null;
  }[];
  readonly savings: readonly Saving[];
}
