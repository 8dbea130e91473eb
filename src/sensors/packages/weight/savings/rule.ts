import type { Saving } from '../../../../domain/index.ts';
import type { Attributed } from '../attribution.ts';

/** What rules know beside the content itself. */
export interface Surroundings {
  /** Folders of packages that only serve to develop. */
  readonly isForDevelopment: (path: string) => boolean;
  /** purls of packages that came because apt recommends them. */
  readonly isRecommended: (purl: string) => boolean;
  /** purls that an installed package asks for. */
  readonly isNeeded: (purl: string) => boolean;
}

/** One kind of saving. The first rule that takes a content has it, so that no byte is saved twice. */
export interface SavingRule {
  readonly kind: string;
  readonly title: string;
  readonly risk: string | null;
  readonly confidence: Exclude<Saving['confidence'], 'tried'>;
  readonly takes: (content: Attributed, around: Surroundings) => boolean;
  /** Commands that are to be changed, by their words: `pip install`. */
  readonly command?: RegExp;
  /** Imperative. `what` names the command as it is in the Dockerfile, where it was found. */
  readonly edit: (what: string) => string;
}
