import type { LintedFile, LintFinding } from '../../domain/index.ts';
import { maskSecrets } from '../../formats/index.ts';
import { oneLine } from '../text/visible.ts';

/** The findings for readers of our own names: each fault once. */
export function shownIn({ findings }: LintedFile): readonly LintFinding[] {
  return findings.filter(({ superseded }) => !superseded);
}

const LONGEST = 600;

/** A secret that is cut in two might not be known for one: it lies that far behind what is shown. */
export const BEYOND = 4_000;

/** A sentence for one line, without secrets and without what could move a cursor; a long one quotes what no person wrote. */
export function said(message: string): string {
  const masked = maskSecrets(message.slice(0, LONGEST + BEYOND));
  return oneLine(masked.length > LONGEST ? `${masked.slice(0, LONGEST)}…` : masked);
}

/** Our page of a check, as seen from this package's folder; ShellCheck has its own, and comments have the guide. */
export function pageOf({ id, references }: LintFinding): string {
  if (id.startsWith('lint/')) return 'docs/guide/lint.md';
  return /^(?:dockerfile|context|compose|build)\//.test(id) ? `docs/checks/${id}.md` : (references[0] ?? id);
}

/** What shows the page anywhere: who installed the package has no such file. ShellCheck's pages are addresses. */
export function readOn(it: LintFinding): string {
  const page = pageOf(it);
  return page.startsWith('docs/') ? `\`tickproof explain ${it.id}\`, ${page}` : page;
}

/** The name that hadolint has for it. */
export function hadolintCode({ aliases }: LintFinding): string | null {
  return aliases.find((alias) => /^(?:DL|SC)\d{4}$/.test(alias)) ?? null;
}

/** The name that BuildKit has for it. */
export function buildkitName({ aliases }: LintFinding): string | null {
  return aliases.find((alias) => /^[A-Z][a-z]*[A-Z]?[A-Za-z]*$/.test(alias) && !/^[A-Z]+$/.test(alias)) ?? null;
}
