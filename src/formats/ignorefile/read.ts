import type { ParseProblem, Place } from '../../domain/index.ts';
import { cleanPath, trimSpace } from './names.ts';

/** One pattern of an ignore file, with the line it stands on. */
export interface IgnoreLine {
  /** As the matcher takes it: cleaned, `!` in front where it lets through again. */
  readonly text: string;
  readonly line: number;
  readonly negated: boolean;
}

const LONGEST_LINE = 64 * 1024; // bytes; Go's bufio.Scanner takes less

/**
 * Reads an ignore file as BuildKit's `ignorefile.ReadAll` does. A line that is too long ends the build there; here
 * it is a problem, and the patterns above it are given.
 */
export function readIgnoreFile(
  file: string,
  text: string,
): { readonly patterns: readonly IgnoreLine[]; readonly problems: readonly ParseProblem[] } {
  const patterns: IgnoreLine[] = [];
  const lines = text.split('\n');
  for (const [index, raw] of lines.entries()) {
    const line = index + 1;
    if (raw.length * 3 >= LONGEST_LINE && Buffer.byteLength(raw) >= LONGEST_LINE) {
      return { patterns, problems: [{ code: 'line-too-long', message: tooLong(file, line), at: lineAt(file, line) }] };
    }
    const read = readPattern(index === 0 ? raw.replace(/^\ufeff/, '') : raw);
    if (read !== null) patterns.push({ text: read, line, negated: read.startsWith('!') });
  }
  return { patterns, problems: [] };
}

/** A place that is a whole line. */
export function lineAt(file: string, line: number): Place {
  return { file, startLine: line, endLine: line };
}

function tooLong(file: string, line: number): string {
  return `Line ${line} of ${file} is longer than 64 KiB: the builder refuses the file`;
}

function readPattern(line: string): string | null {
  if (line.startsWith('#')) return null;
  const trimmed = trimSpace(line);
  if (trimmed === '') return null;
  if (!trimmed.startsWith('!')) return anchored(trimmed);
  const inverted = trimSpace(trimmed.slice(1));
  return `!${inverted === '' ? '' : anchored(inverted)}`;
}

function anchored(pattern: string): string {
  const clean = cleanPath(pattern);
  return clean.length > 1 && clean.startsWith('/') ? clean.slice(1) : clean;
}
