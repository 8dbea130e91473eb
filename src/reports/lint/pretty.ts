import type { LintedFile, LintFinding, LintSeverity } from '../../domain/index.ts';
import { maskDockerfileLines, plural } from '../../formats/index.ts';
import { type Paint, paintFor, roomOf, type Style } from '../paint.ts';
import { visible } from '../text/visible.ts';
import { widthOf } from '../text/width.ts';
import { BEYOND, readOn, said, shownIn } from './shown.ts';

const MOST_LINES = 4;
/** Of a longer line only what fits the terminal is shown, around the place. */
const MOST_CHARACTERS = 400;
const GUTTER = 13;

/** For people: each finding with its lines, a caret at the place, why, what to do, and where to read on; then the sums. */
export function lintPretty(files: readonly LintedFile[], style: Style): string {
  const paint = paintFor(style);
  const blocks = files.flatMap((file) => {
    const lines = file.text.split(/\r?\n/);
    return shownIn(file).map((it) => blockOf(it, file, lines, paint, roomOf(style) - GUTTER));
  });
  return `${blocks.join('\n')}${blocks.length > 0 ? '\n' : ''}${summary(files, paint)}\n`;
}

function blockOf(it: LintFinding, { path }: LintedFile, lines: readonly string[], paint: Paint, room: number): string {
  const names = it.aliases.length > 0 ? paint.dim(` (${it.aliases.join(', ')})`) : '';
  const place = `${said(path)}:${it.at.startLine}:${it.at.startColumn ?? 1}`;
  return [
    `${toneOf(paint, it.severity)(it.severity)} ${paint.bold(said(it.message))}`,
    `  ${paint.dim('at')} ${place}  ${it.id}${names}`,
    ...frameOf(it, lines, paint, room),
    `  ${paint.dim('why')}  ${it.why}`,
    `  ${paint.dim('do')}   ${it.remedy}${it.fix ? paint.dim(` (--fix: ${it.fix.title})`) : ''}`,
    `  ${paint.dim('see')}  ${readOn(it)}`,
    '',
  ].join('\n');
}

/** The part of a line that is shown, and with it what tells whether a secret is in it. */
interface Excerpt {
  readonly raw: string;
  /** Where it begins and ends in the line. */
  readonly from: number;
  readonly to: number;
  /** Where what is masked with it begins. */
  readonly near: number;
}

function excerptOf(raw: string, column: number, room: number): Excerpt {
  const length = raw.length > MOST_CHARACTERS ? room : raw.length;
  const from = Math.max(0, Math.min(column - 1 - (room >> 2), raw.length - length));
  return { raw, from, to: from + length, near: Math.max(0, from - BEYOND) };
}

/** The lines of the place; none of a file without any. What they hold is masked as a whole, so that a secret over several lines does not show. */
function frameOf({ at }: LintFinding, lines: readonly string[], paint: Paint, room: number): string[] {
  if (lines.length === 1 && lines[0] === '') return [];
  const last = Math.min(at.endLine, at.startLine + MOST_LINES - 1, lines.length);
  const shown = lines
    .slice(at.startLine - 1, Math.max(at.startLine, last))
    .map((raw, index) => excerptOf(raw, index === 0 ? (at.startColumn ?? 1) : 1, room));
  const digits = String(last).length;
  const gutter = (text: string) => `    ${paint.dim(`${text.padStart(digits)} │`)} `;
  const pieces = shown.map(({ raw, near, to }) => raw.slice(near, to + BEYOND));
  const masked = maskDockerfileLines(pieces.join('\n')).split('\n');
  const rows = shown.flatMap((it, index) => {
    const text = cut(masked[index] ?? '', it);
    const row = `${gutter(String(at.startLine + index))}${visible(text)}`.trimEnd();
    const isPlain = text.includes(it.raw.slice(it.from, it.to));
    return [row, ...(index === 0 && isPlain ? caret(at, it).map((line) => `${gutter('')}${paint.red(line)}`) : [])];
  });
  return last < Math.min(at.endLine, lines.length) ? [...rows, `${gutter('')}…`] : rows;
}

/** Masks are of other lengths than what they stand for: it is cut behind what is masked before it. */
function cut(masked: string, { raw, from, to, near }: Excerpt): string {
  const begin = maskDockerfileLines(raw.slice(near, from)).length;
  const end = begin + to - from;
  return `${from > 0 ? '…' : ''}${masked.slice(begin, end)}${masked.length > end ? '…' : ''}`;
}

/** Under the first line, where its text is shown as it stands. */
function caret({ startLine, endLine, startColumn = 1, endColumn }: LintFinding['at'], { raw, from, to }: Excerpt) {
  if (raw === '') return [];
  const end = Math.min(to, endLine === startLine && endColumn !== undefined ? endColumn - 1 : raw.length);
  const indent = widthOf(visible(raw.slice(from, startColumn - 1))) + (from > 0 ? 1 : 0);
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
