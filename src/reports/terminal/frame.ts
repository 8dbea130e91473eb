import type { Evidence } from '../../domain/index.ts';
import { paintFor, roomOf, type Style } from '../paint.ts';
import { visible, withoutColours } from '../text/visible.ts';
import { rightAligned } from '../text/width.ts';
import { wrapped } from '../text/wrap.ts';
import { BESIDE } from './field.ts';

const LINES = 8;

/** Lines of a file as they stand there, with their numbers. */
export function frameLines({ text, at }: Extract<Evidence, { kind: 'source' }>, style: Style): string[] {
  const paint = paintFor(style);
  const source = visible(text).split('\n');
  const digits = String(at.startLine + source.length - 1).length;
  return shownLines(source, style, digits + 3).map(({ line, index }) => {
    const number = rightAligned(index === null ? '' : String(at.startLine + index), digits);
    return `${' '.repeat(BESIDE)}${paint.dim(`${number} │`)} ${line}`.trimEnd();
  });
}

/** Lines of a log, quoted. */
export function logLines(text: string, style: Style): string[] {
  const paint = paintFor(style);
  const lines = shownLines(visible(withoutColours(text)).trimEnd().split('\n'), style, 2);
  return lines.map(({ line }) => `${' '.repeat(BESIDE)}${paint.dim('│')} ${line}`.trimEnd());
}

function shownLines(source: readonly string[], style: Style, gutter: number): { line: string; index: number | null }[] {
  const room = roomOf(style) - BESIDE - gutter;
  const lines = source
    .slice(0, LINES)
    .flatMap((text, index) => wrapped(text, room).map((line, part) => ({ line, index: part === 0 ? index : null })));
  const left = source.length - LINES;
  return left > 0 ? [...lines, { line: `… and ${left} more lines`, index: null }] : lines;
}
