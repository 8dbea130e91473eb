import { firstBodyOffset } from './layout.ts';
import { defineRule, type Instruction, type ParsedDockerfile, type Sighting } from './rule.ts';

interface Blank {
  readonly start: number;
  readonly end: number;
}

/** The blank lines within a continued instruction, and how many lines it has before the bodies of heredocs. */
function blanksIn({ text }: ParsedDockerfile, instruction: Instruction): { blanks: Blank[]; lines: number } {
  const end = firstBodyOffset(instruction);
  const blanks: Blank[] = [];
  let lines = 1;
  let start = text.indexOf('\n', instruction.at.startOffset ?? 0) + 1;
  while (start > 0 && start <= end && start < text.length) {
    const next = text.indexOf('\n', start);
    const stop = next < 0 ? text.length : next + 1;
    if (text.slice(start, stop).trim() === '') blanks.push({ start, end: stop });
    else if (start >= end) break;
    lines += 1;
    start = next < 0 ? 0 : stop;
  }
  return { blanks, lines };
}

export default defineRule({
  id: 'dockerfile/no-empty-continuation',
  title: 'No blank line stands within a continued instruction',
  why: 'The builder still skips such a line, and says that it will refuse it one day; a reader takes the instruction for ended.',
  remedy: 'Delete the blank line, or put a comment into it.',
  references: ['https://docs.docker.com/reference/build-checks/no-empty-continuation/'],
  aliases: ['NoEmptyContinuation'],
  severity: 'warning',
  reason: 'empty-continuation',
  good: 'FROM debian:bookworm-slim\nRUN apt-get update && \\\n  apt-get upgrade\n',
  bad: 'RUN true && \\\n\n  true',
  looksAt: (source) => source.instructions.filter(({ at }) => at.endLine > at.startLine),
  find: (source) =>
    source.instructions.flatMap((instruction): Sighting[] => {
      if (instruction.at.endLine === instruction.at.startLine) return [];
      const { blanks, lines } = blanksIn(source, instruction);
      if (blanks.length === 0) return [];
      const line = instruction.at.startLine + lines - 1;
      const at = { file: source.file, startLine: line, endLine: line };
      const message = `${instruction.keyword} is continued over ${blanks.length} blank line${blanks.length > 1 ? 's' : ''}`;
      const isLast = blanks.at(-1)?.end === source.text.length;
      const edits = blanks.map(({ start, end }) => ({ start, end, text: '' }));
      return [
        { at, text: instruction.text, message, ...(isLast ? {} : { fix: { title: 'Delete the blank lines', edits } }) },
      ];
    }),
});
