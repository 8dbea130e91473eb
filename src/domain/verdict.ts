import type { Place } from './place.ts';

export type NonEmpty<T> = readonly [T, ...T[]];

/** A unit that stands behind a number in evidence. */
export type Unit = 'B' | 'ms' | 's' | 'count' | 'ratio' | 'percent' | 'millicores';

/** A bound on a number, in base units (bytes, milliseconds, a share of 1). `text` is what the person wrote. */
export interface Bound {
  readonly op: '<' | '<=' | '>' | '>=' | '=';
  readonly value: number;
  readonly unit: Unit;
  readonly text: string;
}

/** What was seen, kept small and with secrets masked. Made by `seen.*` only. */
export type Evidence =
  | { readonly kind: 'source'; readonly text: string; readonly at: Place }
  | { readonly kind: 'file'; readonly path: string; readonly layer?: number; readonly detail?: string }
  | {
      readonly kind: 'measure';
      readonly what: string;
      readonly value: number;
      readonly unit: Unit;
      readonly target?: Bound;
      readonly samples?: readonly number[];
    }
  | { readonly kind: 'value'; readonly what: string; readonly value: string }
  | { readonly kind: 'log'; readonly stream: 'stdout' | 'stderr' | 'build' | 'engine'; readonly text: string }
  | { readonly kind: 'tree'; readonly title: string; readonly rows: readonly TreeRow[] }
  /** Plain text in every cell; `-` stands for what was not looked at, which is not 0. */
  | {
      readonly kind: 'table';
      readonly title: string;
      readonly head: readonly string[];
      readonly rows: readonly (readonly string[])[];
      /** Lines below it: who looked, with which data. */
      readonly notes?: readonly string[];
    };

/** One row of a tree, e.g. of build stages: sizes of children add up to their parent's. */
export interface TreeRow {
  readonly depth: number;
  readonly label: string;
  readonly sizeBytes: number;
  readonly note?: string;
}

/** One fault: a reason code of the check's closed list, a sentence that names the thing, and what shows it. */
export interface Finding<R extends string = string> {
  readonly reason: R;
  readonly message: string;
  readonly evidence: NonEmpty<Evidence>;
  /** What to do about this one, where the check's own words would mislead. */
  readonly remedy?: string;
}

export type Verdict<R extends string = string> =
  | { readonly status: 'pass'; readonly evidence: NonEmpty<Evidence> }
  | { readonly status: 'fail'; readonly findings: NonEmpty<Finding<R>> }
  | { readonly status: 'inapplicable'; readonly because: string }
  | {
      readonly status: 'inconclusive';
      readonly because: string;
      readonly remedy: string;
      /** Code of why it could not be judged, where the check tells several apart: `not-scanned`, `data-stale`. */
      readonly reason?: R;
      /** What was seen all the same. */
      readonly evidence?: readonly Evidence[];
    };
