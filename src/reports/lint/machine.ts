import type { LintedFile, LintFinding } from '../../domain/index.ts';
import { buildkitName, hadolintCode, pageOf, said, shownIn } from './shown.ts';

const indented = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** Our own shape: all that is known of each finding. */
export function lintJson(files: readonly LintedFile[]): string {
  return indented({
    schema: 1,
    files: files.map((file) => ({
      path: file.path,
      kind: file.kind,
      findings: shownIn(file).map((it) => ({
        id: it.id,
        aliases: it.aliases,
        severity: it.severity,
        message: said(it.message),
        line: it.at.startLine,
        column: it.at.startColumn ?? 1,
        endLine: it.at.endLine,
        endColumn: it.at.endColumn ?? 1,
        why: it.why,
        remedy: it.remedy,
        page: pageOf(it),
        references: it.references,
        fixable: it.fix !== null,
      })),
    })),
  });
}

const GITHUB = { error: 'error', warning: 'warning', info: 'notice', style: 'notice' } as const;

/** Annotations for GitHub Actions, one a line. */
export function lintGithub(files: readonly LintedFile[]): string {
  return files
    .flatMap((file) =>
      shownIn(file).map(({ severity, at, id, message }) => {
        const place = `file=${property(file.path)},line=${at.startLine},endLine=${at.endLine},col=${at.startColumn ?? 1}`;
        return `::${GITHUB[severity]} ${place},title=${property(id)}::${percent(said(message))}\n`;
      }),
    )
    .join('');
}

const percent = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

const property = (text: string): string => percent(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

/** hadolint's `--format json`: its own codes, at the first line of the instruction, column 1. */
export function hadolintJson(files: readonly LintedFile[]): string {
  const all = files.flatMap((file) =>
    file.findings.flatMap((it) => {
      const code = hadolintCode(it);
      if (code === null) return [];
      const line = it.instructionLine ?? it.at.startLine;
      return [{ code, column: 1, file: file.path, level: it.severity, line, message: said(it.message) }];
    }),
  );
  const seen = new Set<string>();
  const once = all.filter((it) => {
    const key = JSON.stringify(it);
    return seen.has(key) ? false : seen.add(key);
  });
  return `${JSON.stringify(once)}\n`;
}

/** What `docker build --call=lint,format=json` prints: its own names, per source. */
export function buildkitJson(files: readonly LintedFile[]): string {
  const sources = files.filter(({ kind }) => kind === 'dockerfile');
  const warnings = sources.flatMap(({ findings }, index) =>
    findings.flatMap((it) => {
      const name = buildkitName(it);
      return name === null ? [] : [warningOf(it, name, index)];
    }),
  );
  const fault = sources
    .flatMap(({ findings }, index) => findings.map((it) => ({ it, index })))
    .find(({ it }) => it.aliases.includes('DL1000'));
  return indented({
    warnings,
    sources: sources.map(({ path, text }) => ({
      filename: path,
      language: 'Dockerfile',
      data: Buffer.from(text, 'utf8').toString('base64'),
    })),
    ...(fault && { buildError: { message: said(fault.it.message), location: locationOf(fault.it, fault.index) } }),
  });
}

function warningOf(it: LintFinding, ruleName: string, index: number): object {
  const page = ruleName.replaceAll(/([a-z])([A-Z])|([A-Z])([A-Z][a-z])/g, '$1$3-$2$4').toLowerCase();
  return {
    ruleName,
    description: it.title,
    url: `https://docs.docker.com/go/dockerfile/rule/${page}/`,
    detail: said(it.message),
    location: locationOf(it, index),
  };
}

/** Zeros are left out, as there. */
function locationOf({ at, instructionLine }: LintFinding, sourceIndex: number): object {
  const start = { line: Math.min(instructionLine ?? at.startLine, at.startLine) };
  return {
    ...(sourceIndex > 0 ? { sourceIndex } : {}),
    ranges: [{ start, end: { line: at.endLine } }],
  };
}
