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

/** An edit of a place, where exactly this text stands there; none where a continuation runs through it. */
export function editOf(source: ParsedDockerfile, at: Place | undefined, was: string, by: string): readonly TextEdit[] {
  const { startOffset: start, endOffset: end } = at ?? {};
  if (start === undefined || end === undefined || was === by || source.text.slice(start, end) !== was) return [];
  return [{ start, end, text: by }];
}

/** Where the keyword of an instruction stands. */
export function keywordAt({ at, keyword }: Instruction): Place {
  const start = at.startOffset ?? 0;
  return { ...at, endLine: at.startLine, startOffset: start, endOffset: start + keyword.length };
}

/** A line put above an instruction that begins its own line. */
export function lineAbove({ text }: ParsedDockerfile, { at }: Instruction, line: string): readonly TextEdit[] {
  const start = text.lastIndexOf('\n', (at.startOffset ?? 0) - 1) + 1;
  if (text.slice(start, at.startOffset).trim() !== '') return [];
  return [{ start, end: start, text: `${line}${lineEndOf(text)}` }];
}

/** A line put below an instruction. */
export function lineBelow(
  { text }: ParsedDockerfile,
  { at, heredocs }: Instruction,
  line: string,
): readonly TextEdit[] {
  const end = at.endOffset;
  if (end === undefined || heredocs.length > 0 || !/^[ \t]*\r?(?:\n|$)/.test(text.slice(end))) return [];
  return [{ start: end, end, text: `${lineEndOf(text)}${line}` }];
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
