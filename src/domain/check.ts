import type { Ask } from './asks.ts';
import type { Atom, Facts, FactsOf, Kind } from './facts.ts';
import type { BuildChange, PlantedFile, RunChange, StackChange } from './changes.ts';
import type { TextEdit } from './dockerfile.ts';
import type { ImageConfig } from './image.ts';
import type { Place } from './place.ts';
import type { ComposeModel } from './compose.ts';
import type { Verdict } from './verdict.ts';

export type CheckId = `${Kind | 'evidence'}/${string}`;

/** A file of the context that a mutant plants or an example holds. `text` stands for content where it matters. */
export interface PlantedSource {
  readonly path: string;
  readonly sizeBytes: number;
  readonly text?: string;
}

/**
 * The texts and listings that level S edits. `planted` and `removed` lie over the real context folder;
 * compose texts are keyed by file name, and `variables` are laid over the environment.
 */
export interface Sources {
  /** Null = no such file. */
  readonly dockerfile: string | null;
  readonly ignore: string | null;
  readonly planted: readonly PlantedSource[];
  readonly removed: readonly string[];
  readonly compose: Readonly<Record<string, string>>;
  readonly variables: Readonly<Record<string, string | null>>;
  /** For mutants that change a list of what is already gathered: the context's paths, as sent by the original. */
  readonly sent: readonly string[];
  /** The canonical model of the original, to see what stands where. */
  readonly model: ComposeModel | null;
}

/** The facts of one criterion, kind by kind, as far as they were seen. */
export type SeenFacts = { readonly [K in Kind]?: Partial<Facts[K]> };

/** What level L sees of the original: facts of the image, as the check reads them. */
export type ImageSeen = Facts['image'];

interface MutantBase<R extends string> {
  readonly title: string;
  /** The reason code that must come back. */
  readonly reason: R;
  /**
   * Shows that the question is asked and its answer judged, but not that this deployment could answer wrongly: like level J
   * it is never enough by itself.
   */
  readonly weak?: true;
}

/** Of mutants that an engine makes. */
interface MeasuredMutant<R extends string> extends MutantBase<R> {
  /**
   * Parameters of the check that the mutant is judged by where the real bound is far off: one just beyond what was measured.
   * The title says so.
   */
  readonly params?: unknown;
}

/**
 * The smallest change to the deployment that makes the sentence false. `edit` may return null where this deployment
 * offers nothing to change (the proof is then partial, and says so). `elementOf` names the region or element that this mutant stands for.
 */
export type Mutant<R extends string, P> =
  | (MutantBase<R> & { readonly level: 'S'; readonly edit: (sources: Sources, params: P) => Sources | null })
  /** `flip-a-byte`: the config's bytes change under the digest that they had. */
  | (MutantBase<R> & {
      readonly level: 'K';
      readonly edit: ((config: ImageConfig, params: P) => ImageConfig | null) | 'flip-a-byte';
    })
  | (MutantBase<R> & {
      readonly level: 'L';
      readonly edit: (image: ImageSeen, params: P) => readonly (readonly PlantedFile[])[] | null;
    })
  | (MutantBase<R> & {
      readonly level: 'J';
      readonly edit: (facts: Facts, params: P) => Partial<Facts> | null;
      /** The other side of a boundary, which must be green: without it, red says little about where the bound lies. */
      readonly green?: (facts: Facts, params: P) => Partial<Facts>;
    })
  /** One container is started otherwise. */
  | (MeasuredMutant<R> & { readonly level: 'R'; readonly edit: (facts: SeenFacts, params: P) => RunChange | null })
  /** One compose project is brought up otherwise. */
  | (MeasuredMutant<R> & { readonly level: 'P'; readonly edit: (facts: SeenFacts, params: P) => StackChange | null })
  /** The folder is built otherwise. */
  | (MeasuredMutant<R> & {
      readonly level: 'B';
      readonly edit: (sources: Sources, facts: SeenFacts, params: P) => BuildChange | null;
    });

/** An acceptable deployment in small: facts by atom, or texts to derive them from. */
export interface Example {
  readonly dockerfile?: string;
  readonly ignore?: string;
  readonly context?: readonly PlantedSource[];
  readonly compose?: string;
  /** Layers bottom first, and the config; the facts come through the real sensor's pure half. */
  readonly image?: { readonly config?: Partial<ImageConfig>; readonly layers?: readonly (readonly PlantedFile[])[] };
  readonly facts?: { readonly [K in Kind]?: Partial<Facts[K]> };
  /** Advisories in OSV format that vulnerabilities are looked for with. */
  readonly advisories?: readonly object[];
  readonly params?: Readonly<Record<string, unknown>>;
}

/** How much a finding of a static check weighs where files are linted. */
export type LintSeverity = 'error' | 'warning' | 'info' | 'style';

/** An edit that mends one finding: safe to apply without looking, and nothing to do when applied again. */
export interface Fix {
  /** An imperative: `Use the exec form`. */
  readonly title: string;
  /** The file that is edited, as the facts name it. */
  readonly file: string;
  /** Where the finding stands that it mends. */
  readonly at: Place;
  readonly edits: readonly TextEdit[];
}

/** How `lint` treats a static check. */
export interface LintSettings {
  readonly severity: LintSeverity;
  /** `default`: judged unless switched off; `strict`: only when asked for, because many people do not want it. */
  readonly profile: 'default' | 'strict';
  /** Of a check of the strict profile: the parameters by which it is asked in the default one. */
  readonly always?: Readonly<Record<string, unknown>>;
  /** Ids of checks that say the same less well: where both object to a line, only this one is shown. */
  readonly supersedes?: readonly string[];
}

/** One place that a rule over a text objects to. */
export interface Sighting {
  readonly at: Place;
  /** The line or stretch as written. */
  readonly text: string;
  /** One sentence: what is wrong here. */
  readonly message: string;
  /** What mends it, where a program can do so safely. */
  readonly fix?: { readonly title: string; readonly edits: readonly TextEdit[] };
  /** Where those of the check say less than is known here. */
  readonly why?: string;
  readonly remedy?: string;
}

/** What reads a check's parameters: a schema of zod, told by what is used of it, so that the declarations stand by themselves. */
export interface ParamsSchema<P = unknown> {
  /** The parameters with their defaults; throws where they are not as the check wants them. */
  parse(given: unknown): P;
  safeParse(
    given: unknown,
  ):
    | { readonly success: true; readonly data: P }
    | { readonly success: false; readonly error: { readonly issues: readonly ParamsIssue[] } };
}

/** What is wrong with a parameter, and where. */
export interface ParamsIssue {
  readonly message: string;
  readonly path: readonly PropertyKey[];
}

/** What is known about one property of good deployments. Pure: facts and parameters in, verdict out. */
export interface Check<A extends Atom = Atom, R extends string = string, P = unknown> {
  readonly id: CheckId;
  /** Raised when verdicts may change: results and proofs of older versions are run again. */
  readonly version: number;
  readonly title: string;
  readonly why: string;
  readonly remedy: string;
  readonly references: readonly string[];
  readonly aliases?: readonly string[];
  readonly reads: readonly A[];
  readonly params: ParamsSchema<P>;
  readonly reasons: readonly R[];
  readonly example: Example;
  readonly mutants: readonly Mutant<R, P>[];
  /** More mutants, made from the facts and parameters at hand: one per region, element or side of a bound. */
  readonly mutantsFor?: (facts: FactsOf<A>, params: P) => readonly Mutant<R, P>[];
  /** Questions that the parameters pose to the run or stack sensor. */
  readonly asks?: (params: P) => readonly Ask[];
  readonly judge: (facts: FactsOf<A>, params: P) => Verdict<R>;
  /** What `judge` finds, with its fixes, for a program that asks many rules of many files: no evidence is kept, nothing is masked. */
  readonly sightings?: ((facts: FactsOf<A>, params: P) => readonly Sighting[]) | undefined;
  /** Absent for checks that need more than the files. */
  readonly lint?: LintSettings | undefined;
  /** The edits that mend what `judge` finds, for the findings that have a safe one. */
  readonly fixes?: ((facts: FactsOf<A>, params: P) => readonly Fix[]) | undefined;
}

/** A check whose parameters' type is not known any more, for registries and lists. */
// oxlint-disable-next-line typescript/no-explicit-any -- a registry holds checks of every kind; `judge` is called only with what `params` parsed
export type AnyCheck = Check<any, string, any>;
