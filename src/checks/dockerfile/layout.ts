import type { Instruction, ParsedDockerfile, Place, TextEdit } from '../../domain/index.ts';

/** Instructions of these kinds in the stages (in a piece without a FROM all), triggers of ONBUILD left out: they are run elsewhere. */
export function inStages(source: ParsedDockerfile, ...keywords: readonly string[]): readonly Instruction[] {
  const all = source.stages.length === 0 ? source.instructions : source.stages.flatMap(({ body }) => body);
  return all.filter(({ keyword }) => keywords.includes(keyword));
}

/** The keyword as it is spelt. */
export function keywordAsWritten({ text, keyword }: Instruction): string {
  return text.slice(0, keyword.length);
}

/** The stretch of the file that a place stands for; null where that is not known. */
export function spanOf(at: Place | undefined): { readonly start: number; readonly end: number } | null {
  const { startOffset: start, endOffset: end } = at ?? {};
  return start === undefined || end === undefined ? null : { start, end };
}

/** An edit of a place, where exactly this text stands there; none where a continuation runs through it. */
export function editOf(source: ParsedDockerfile, at: Place | undefined, was: string, by: string): readonly TextEdit[] {
  const span = spanOf(at);
  return span && was !== by && source.text.slice(span.start, span.end) === was ? [{ ...span, text: by }] : [];
}

/** Where the keyword of an instruction stands. */
export function keywordAt({ at, keyword }: Instruction): Place {
  const span = spanOf(at);
  return span ? { ...at, endLine: at.startLine, endOffset: span.start + keyword.length } : at;
}

/** Where the line of an offset begins. */
export function lineStart(text: string, offset: number): number {
  return offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
}

/** What stands behind an instruction on its last line, with the line end; null where that is more than blanks. */
export function blanksBehind(text: string, offset: number): string | null {
  return /^[^\S\n]*(?:\n|$)/.exec(text.slice(offset))?.[0] ?? null;
}

/** A line put above an instruction; none where it begins with continued lines that hold nothing: the line would stand within it. */
export function lineAbove({ text }: ParsedDockerfile, { at }: Instruction, line: string): readonly TextEdit[] {
  const span = spanOf(at);
  if (!span) return [];
  const start = lineStart(text, span.start);
  return isContinuedAt(text, start) ? [] : [{ start, end: start, text: `${line}${lineEndOf(text)}` }];
}

/** Whether the line above, comments and blank ones left out, is a bare sign of continuation. */
function isContinuedAt(text: string, start: number): boolean {
  for (let end = start; end > 0; end = lineStart(text, end - 1)) {
    const line = text.slice(lineStart(text, end - 1), end).trim();
    if (line !== '' && !line.startsWith('#')) return line === '\\' || line === '`';
  }
  return false;
}

/** A line put below an instruction. */
export function lineBelow({ text }: ParsedDockerfile, { at }: Instruction, line: string): readonly TextEdit[] {
  const span = spanOf(at);
  if (!span || blanksBehind(text, span.end) === null) return [];
  return [{ start: span.end, end: span.end, text: `${lineEndOf(text)}${line}` }];
}

/** The line end that a file goes by. */
function lineEndOf(text: string): string {
  return /^[^\n]*\r\n/.test(text) ? '\r\n' : '\n';
}

/** A fix, where there is anything to edit. */
export function fixOf(
  title: string,
  edits: readonly TextEdit[],
): { readonly fix?: { title: string; edits: readonly TextEdit[] } } {
  return edits.length === 0 ? {} : { fix: { title, edits } };
}

/** Where the first body of a heredoc begins, or the instruction ends. */
export function firstBodyOffset({ heredocs, at }: Instruction): number {
  return (heredocs[0]?.at.startOffset ?? (at.endOffset ?? 0) + 1) - 1;
}
