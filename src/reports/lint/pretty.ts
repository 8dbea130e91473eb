import type { LintedFile, LintFinding, LintSeverity } from '../../domain/index.ts';
import { plural } from '../../formats/index.ts';
import { type Paint, paintFor, type Style } from '../paint.ts';
import { visible } from '../text/visible.ts';
import { widthOf } from '../text/width.ts';
import { maskedStart, readOn, said, shownIn } from './shown.ts';

const MOST_LINES = 4;
const MOST_CHARACTERS = 400;

/** For people: each finding with its lines, a caret at the place, why, what to do, and where to read on; then the sums. */
export function lintPretty(files: readonly LintedFile[], style: Style): string {
  const paint = paintFor(style);
  const blocks = files.flatMap((file) => {
    const lines = file.text.split(/\r?\n/);
    return shownIn(file).map((it) => blockOf(it, file, lines, paint));
  });
  return `${blocks.join('\n')}${blocks.length > 0 ? '\n' : ''}${summary(files, paint)}\n`;
}

function blockOf(it: LintFinding, { path }: LintedFile, lines: readonly string[], paint: Paint): string {
  const names = it.aliases.length > 0 ? paint.dim(` (${it.aliases.join(', ')})`) : '';
  const place = `${said(path)}:${it.at.startLine}:${it.at.startColumn ?? 1}`;
  return [
    `${toneOf(paint, it.severity)(it.severity)} ${paint.bold(said(it.message))}`,
    `  ${paint.dim('at')} ${place}  ${it.id}${names}`,
    ...frameOf(it, lines, paint),
    `  ${paint.dim('why')}  ${it.why}`,
    `  ${paint.dim('do')}   ${it.remedy}${it.fix ? paint.dim(` (--fix: ${it.fix.title})`) : ''}`,
    `  ${paint.dim('see')}  ${readOn(it)}`,
    '',
  ].join('\n');
}

/** The lines of the place; none of a file without any. What they hold is masked as a whole, so that a secret over several lines does not show. */
function frameOf({ at }: LintFinding, lines: readonly string[], paint: Paint): string[] {
  if (lines.length === 1 && lines[0] === '') return [];
  const last = Math.min(at.endLine, at.startLine + MOST_LINES - 1, lines.length);
  const shown = lines.slice(at.startLine - 1, Math.max(at.startLine, last));
  const digits = String(last).length;
  const gutter = (text: string) => `    ${paint.dim(`${text.padStart(digits)} │`)} `;
  const masked = maskedStart(shown.join('\n'), MOST_LINES * MOST_CHARACTERS).split('\n');
  const rows = shown.flatMap((raw, index) => {
    const row = `${gutter(String(at.startLine + index))}${visible(cut(masked[index] ?? ''))}`.trimEnd();
    return index === 0
      ? [row, ...caret(at, raw, raw.startsWith(masked[0] ?? '')).map((it) => `${gutter('')}${paint.red(it)}`)]
      : [row];
  });
  return last < Math.min(at.endLine, lines.length) ? [...rows, `${gutter('')}…`] : rows;
}

const cut = (text: string): string => (text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text);

/** Under the first line; nothing where its text is not shown as it stands. */
function caret({ startLine, endLine, startColumn = 1, endColumn }: LintFinding['at'], raw: string, isAsIs: boolean) {
  if (!isAsIs || raw === '' || startColumn - 1 > MOST_CHARACTERS) return [];
  const end = Math.min(MOST_CHARACTERS, endLine === startLine && endColumn !== undefined ? endColumn - 1 : raw.length);
  const indent = widthOf(visible(raw.slice(0, startColumn - 1)));
  const length = widthOf(visible(raw.slice(startColumn - 1, Math.max(startColumn, end))));
  return [`${' '.repeat(indent)}${'^'.repeat(Math.max(1, length))}`];
}

function toneOf(paint: Paint, severity: LintSeverity): (text: string) => string {
  return { error: paint.red, warning: paint.yellow, info: paint.cyan, style: paint.dim }[severity];
}

function summary(files: readonly LintedFile[], paint: Paint): string {
  const all = files.flatMap(shownIn);
  const read = plural(files.length, 'file');
  if (all.length === 0) return `${read} read, nothing to object to`;
  const sums = (['error', 'warning', 'info', 'style'] as const).flatMap((severity) => {
    const count = all.filter((it) => it.severity === severity).length;
    return count === 0 ? [] : [toneOf(paint, severity)(`${count} ${severity}`)];
  });
  const fixable = all.filter(({ fix }) => fix !== null).length;
  const mended = fixable === 0 ? '' : `; ${fixable} can be mended with --fix`;
  return `${read} read, ${plural(all.length, 'finding')}: ${sums.join(', ')}${mended}`;
}
