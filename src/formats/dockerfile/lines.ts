import type { Place, Segment } from '../../domain/index.ts';
import { isSpace } from './space.ts';

/** One line of the file: `text` without its line end, `end` the offset behind the line end. */
export interface PhysicalLine {
  readonly text: string;
  readonly number: number;
  readonly offset: number;
  readonly end: number;
}

/** A text that was joined from pieces of lines, and where each piece stands in the file. */
export interface LogicalLine {
  readonly text: string;
  readonly segments: readonly Segment[];
}

/** Splits at `\n`; every `\r` before it belongs to the line end, a byte order mark to nothing. */
export function physicalLines(text: string): PhysicalLine[] {
  const lines: PhysicalLine[] = [];
  let offset = text.startsWith('\ufeff') ? 1 : 0;
  while (offset < text.length) {
    const newline = text.indexOf('\n', offset);
    const end = newline < 0 ? text.length : newline + 1;
    lines.push({ text: withoutLineEnd(text, offset, end), number: lines.length + 1, offset, end });
    offset = end;
  }
  return lines;
}

function withoutLineEnd(text: string, start: number, end: number): string {
  let last = end;
  while (last > start && (text[last - 1] === '\n' || text[last - 1] === '\r')) last--;
  return text.slice(start, last);
}

/** A stretch of a logical line as a place in the file. */
export function placeOf(file: string, segments: readonly Segment[], start: number, end: number): Place {
  const first = pieceAt(segments, start);
  const last = pieceAt(segments, Math.max(start, end - 1));
  if (!first || !last) return { file, startLine: 1, endLine: 1 };
  return {
    file,
    startLine: first.line,
    endLine: last.line,
    startColumn: first.column + start - first.at,
    endColumn: last.column + end - last.at,
    startOffset: first.offset + start - first.at,
    endOffset: last.offset + end - last.at,
  };
}

/** The last piece that begins at or before the index. */
function pieceAt(segments: readonly Segment[], index: number): Segment | undefined {
  let low = 0;
  let high = segments.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    const piece = segments[middle];
    if (piece && piece.at <= index) low = middle;
    else high = middle - 1;
  }
  return segments[low];
}

/** The pieces of a part of a logical line, counted from the part's own start. */
export function segmentsOf(segments: readonly Segment[], start: number, end: number): Segment[] {
  const parts: Segment[] = [];
  segments.forEach((piece, index) => {
    const pieceEnd = segments[index + 1]?.at ?? Number.POSITIVE_INFINITY;
    const from = Math.max(start, piece.at);
    if (from >= pieceEnd || (from >= end && end > start) || (end === start && parts.length > 0)) return;
    const by = from - piece.at;
    parts.push({ at: from - start, offset: piece.offset + by, line: piece.line, column: piece.column + by });
  });
  return parts;
}

/** Index of the escape that continues a line, or -1. An escape behind an escape does not: BuildKit's expression cannot see further. */
export function continuationAt(text: string, escape: string): number {
  let last = text.length - 1;
  while (last >= 0 && (text[last] === ' ' || text[last] === '\t')) last--;
  return text[last] === escape && text[last - 1] !== escape ? last : -1;
}

export function firstInk(text: string): number {
  let index = 0;
  while (index < text.length && isSpace(text.charCodeAt(index))) index++;
  return index;
}

const LONGEST_LINE_BYTES = 65_535;

/** BuildKit's scanner gives up on such a line. */
export function isTooLong({ text }: PhysicalLine): boolean {
  return text.length * 3 > LONGEST_LINE_BYTES && new TextEncoder().encode(text).length > LONGEST_LINE_BYTES;
}
