import type { LintedFile, LintFinding } from '../../domain/index.ts';
import { maskSecrets } from '../../formats/index.ts';
import { oneLine } from '../text/visible.ts';

/** The findings for readers of our own names: each fault once. */
export function shownIn({ findings }: LintedFile): readonly LintFinding[] {
  return findings.filter(({ superseded }) => !superseded);
}

/** A sentence for one line, without secrets and without what could move a cursor. */
export const said = (message: string): string => oneLine(maskSecrets(message));

/** Our page of a check, as seen from this package's folder; ShellCheck has its own. */
export function pageOf({ id, references }: LintFinding): string {
  return /^(?:dockerfile|context|compose|build)\//.test(id) ? `docs/checks/${id}.md` : (references[0] ?? id);
}

/** The name that hadolint has for it. */
export function hadolintCode({ aliases }: LintFinding): string | null {
  return aliases.find((alias) => /^(?:DL|SC)\d{4}$/.test(alias)) ?? null;
}

/** The name that BuildKit has for it. */
export function buildkitName({ aliases }: LintFinding): string | null {
  return aliases.find((alias) => /^[A-Z][a-z]*[A-Z]?[A-Za-z]*$/.test(alias) && !/^[A-Z]+$/.test(alias)) ?? null;
}
