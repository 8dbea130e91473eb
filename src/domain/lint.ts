import type { TextEdit } from './dockerfile.ts';
import type { LintSeverity } from './check.ts';
import type { Place } from './place.ts';

/** One place of a file that a check, or a program beside us, objects to. Texts are as they stand: whoever shows them masks them. */
export interface LintFinding {
  /** Our own id, or `shellcheck/SC2086`. */
  readonly id: string;
  /** Names that others have for it: `DL3008`, `UndefinedVar`. */
  readonly aliases: readonly string[];
  readonly severity: LintSeverity;
  readonly message: string;
  readonly at: Place;
  /** The first line of the instruction that it is in, for those who count that way. */
  readonly instructionLine?: number;
  readonly title: string;
  readonly why: string;
  readonly remedy: string;
  readonly references: readonly string[];
  readonly fix: { readonly title: string; readonly edits: readonly TextEdit[] } | null;
  /** A better check says the same of this line: shown only to those who know this one by its name. */
  readonly superseded: boolean;
}

/** One file as it was read, with what is found in it, by place. */
export interface LintedFile {
  readonly path: string;
  readonly text: string;
  readonly kind: 'dockerfile' | 'compose';
  readonly findings: readonly LintFinding[];
}

/** Severities from the heaviest to the lightest. */
export const LINT_SEVERITIES: readonly LintSeverity[] = ['error', 'warning', 'info', 'style'];

/** Whether a severity is at or above a level. */
export function isAtLeast(severity: LintSeverity, level: LintSeverity): boolean {
  return LINT_SEVERITIES.indexOf(severity) <= LINT_SEVERITIES.indexOf(level);
}
