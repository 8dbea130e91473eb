import type { LintedFile } from '../../domain/index.ts';
import type { Style } from '../paint.ts';
import { buildkitJson, hadolintJson, lintGithub, lintJson } from './machine.ts';
import { lintJunit } from './junit.ts';
import { lintPretty } from './pretty.ts';
import { lintSarif } from './sarif.ts';

export { unifiedDiff } from './diff.ts';
export { buildkitName } from './shown.ts';

/** How findings of `lint` can be written. */
export const LINT_FORMATS = ['pretty', 'json', 'sarif', 'github', 'junit', 'hadolint-json', 'buildkit-json'] as const;

export type LintFormat = (typeof LINT_FORMATS)[number];

/** Writes what was found. Secrets are masked and control characters shown, in every format. */
export function renderLint(
  format: LintFormat,
  files: readonly LintedFile[],
  how: { readonly style: Style; readonly version: string },
): string {
  const write = {
    pretty: () => lintPretty(files, how.style),
    json: () => lintJson(files),
    sarif: () => lintSarif(files, how.version),
    github: () => lintGithub(files),
    junit: () => lintJunit(files),
    'hadolint-json': () => hadolintJson(files),
    'buildkit-json': () => buildkitJson(files),
  } satisfies Readonly<Record<LintFormat, () => string>>;
  return write[format]();
}
