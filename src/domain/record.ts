import type { Digest } from './brands.ts';
import type { Inputs } from './facts.ts';
import type { Verdict } from './verdict.ts';
import type { Waiver } from './criterion.ts';
import type { Place } from './place.ts';

export type ProofState = 'proven' | 'vacuous' | 'partial' | 'unattempted';
export type Currency = 'fresh' | 'stale' | 'expired' | 'tampered';
export type MutantLevel = 'S' | 'K' | 'L' | 'J' | 'R' | 'P' | 'B';

/** What a criterion looked like when it was judged: plain data, enough to render without the catalogue. */
export interface TickCriterion {
  readonly id: string;
  readonly check: string;
  readonly version: number;
  readonly title: string;
  readonly why: string;
  readonly remedy: string;
  readonly references: readonly string[];
  readonly aliases: readonly string[];
  readonly required: boolean;
  readonly params: unknown;
  readonly stack?: string;
  readonly waiver?: Waiver;
  readonly at?: Place;
  readonly section: number;
}

/** A number that was judged against a bound; `margin` is the share of the bound that is left (negative when broken). */
export interface Measured {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  readonly target: string | null;
  readonly margin: number | null;
  readonly samples: readonly number[];
}

/** A criterion with verdict, proof and currency. */
export interface Tick {
  readonly criterion: TickCriterion;
  readonly key: Digest;
  readonly inputs: Readonly<Record<string, Digest>>;
  readonly verdict: Verdict;
  readonly measured: Measured | null;
  readonly proof: ProofState;
  /** One sentence: why the proof is what it is. */
  readonly proofBecause: string;
  readonly currency: Currency;
  /** RFC 3339, or null for what never expires. */
  readonly validUntil: string | null;
  readonly judgedAt: string;
  readonly elapsedMs: number;
  readonly reused: boolean;
  /** How to see the same by hand: one command a line. */
  readonly reproduce: readonly string[];
}

/** What the counter-proofs of a run cost, and how many things were started for them. */
export interface ProofCost {
  /** Of those that bytes alone can make. */
  readonly bytesMs: number;
  /** Of those that an engine makes, from the first world to the last look at the original. */
  readonly engineMs: number;
  readonly containers: number;
  readonly stacks: number;
  readonly builds: number;
  /** Counter-proofs of this run that were taken from an earlier one. */
  readonly reused: number;
}

/** One mutant and what became of it. */
export interface CounterProof {
  readonly criterion: string;
  readonly mutant: string;
  readonly level: MutantLevel | 'null';
  readonly expected: string;
  readonly outcome: /** Red for the expected reason. */
    | { readonly status: 'killed'; readonly reason: string; readonly message: string }
    /** Green, or red for another reason only. */
    | { readonly status: 'survived'; readonly verdict: Verdict['status']; readonly reasons: readonly string[] }
    /** The mutant's effective inputs are the original's. */
    | { readonly status: 'equivalent'; readonly because: string }
    /** Could not be made or run. */
    | {
        readonly status: 'not-run';
        readonly because: string;
        /** Left out by the mode (`--proof quick`) or for want of an engine: a later run may make it. */
        readonly later?: true;
      };
  readonly elapsedMs: number;
  /** Other criteria that turned red in the same world, by id. */
  readonly alsoRed?: readonly string[];
  /** Other criteria that were judged in the same world. */
  readonly alsoJudged?: number;
  /** Those of them that stayed green there, by id. */
  readonly alsoGreen?: readonly string[];
  /** Names the world where an engine made it, by what is changed there: proofs with the same name were made in one. */
  readonly world?: string;
  /** Taken from an earlier run: nothing that it depends on has moved. */
  readonly reused?: true;
  /** Shows only that the answer is judged; never enough by itself. */
  readonly weak?: true;
}

/** One entry of what was looser or stricter in the record before. */
export interface CriteriaChange {
  readonly id: string;
  readonly change: 'added' | 'removed' | 'loosened' | 'tightened' | 'changed';
  readonly detail: string;
}

export interface RecordInputs {
  readonly dockerfile: { readonly path: string; readonly sha256: Digest } | null;
  readonly context: { readonly files: number; readonly bytes: number } | null;
  readonly image: {
    readonly reference: string;
    readonly imageId: string;
    readonly manifest: string | null;
    readonly diffIds: readonly string[];
    readonly platform: string;
  } | null;
  /** What the build read, by name, and the digest of it all: unchanged = the same image. */
  readonly build: Inputs | null;
  readonly buildKey: Digest | null;
  readonly bases: readonly { readonly reference: string; readonly imageId: string | null; readonly standIn: boolean }[];
  readonly compose: readonly { readonly stack: string; readonly files: readonly string[] }[];
  /** The files of the deployment that say what it is, as they were; paths as in evidence. */
  readonly files?: readonly { readonly path: string; readonly sha256: Digest; readonly lines: number }[];
  readonly criteria: { readonly path: string | null; readonly sha256: Digest; readonly profile: string };
}

/** All ticks of a run with everything needed to repeat and to distrust them. Plain JSON; its schema is published. */
export interface EvidenceRecord {
  readonly schema: 1;
  readonly tool: { readonly name: 'tickproof'; readonly version: string };
  readonly name: string;
  readonly subject: string;
  readonly run: {
    readonly id: string;
    readonly startedAt: string;
    readonly finishedAt: string;
    readonly elapsedMs: number;
    /** Time spent waiting for the engine: builds, starts, measuring windows. */
    readonly engineMs: number;
    /** What counter-proofs cost; absent where none were asked for. */
    readonly proof?: ProofCost;
    readonly runner: { readonly kind: string; readonly identity: string; readonly ci: boolean };
    readonly engine: {
      readonly kind: string;
      readonly version: string;
      readonly apiVersion: string;
      readonly store: string;
      readonly architecture: string;
      readonly kernel: string;
      readonly cgroup: string;
    } | null;
    readonly whyNoEngine: string | null;
    readonly allowUnproven: boolean;
    /** Criteria that `--only` and `--skip` left out, by id. */
    readonly leftOut: readonly { readonly id: string; readonly required: boolean }[];
  };
  readonly inputs: RecordInputs;
  readonly sections: readonly { readonly title: string; readonly purpose?: string; readonly prose?: string }[];
  readonly ticks: readonly Tick[];
  readonly counterProofs: readonly CounterProof[];
  readonly warnings: readonly { readonly message: string; readonly remedy: string }[];
  readonly previous: { readonly digest: Digest; readonly criteriaDiff: readonly CriteriaChange[] } | null;
  readonly decision: 'certified' | 'not-certified';
  readonly exitCode: number;
  readonly validUntil: string | null;
}
