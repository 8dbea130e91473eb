import { trimSpace } from '../../formats/index.ts';
import { firstBodyOffset } from './layout.ts';
import { defineRule, type Instruction, type ParsedDockerfile, type Sighting, type TextEdit } from './rule.ts';

/** What deletes the blank lines of an instruction before the bodies of heredocs, and how many lines it has there. */
function blanksIn({ text }: ParsedDockerfile, instruction: Instruction) {
  let end = firstBodyOffset(instruction);
  const head = text.slice(instruction.at.startOffset, end);
  const lines = head.split('\n').toReversed();
  const edits: TextEdit[] = [];
  for (const line of lines) {
    const start = end - line.length;
    if (trimSpace(line) === '') edits.unshift({ start, end: end + 1, text: '' });
    end = start - 1;
  }
  const isOpen = trimSpace(lines[0] ?? '') === '';
  return { edits, lines: lines.length, isOpen };
}

const continued = ({ instructions }: ParsedDockerfile): readonly Instruction[] =>
  instructions.filter(({ at }) => at.endLine > at.startLine);

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
  looksAt: continued,
  find: (source) =>
    continued(source).flatMap((instruction): Sighting[] => {
      const { edits, lines, isOpen } = blanksIn(source, instruction);
      if (edits.length === 0) return [];
      const line = instruction.at.startLine + lines - 1;
      const at = { file: source.file, startLine: line, endLine: line };
      const message = `${instruction.keyword} is continued over ${edits.length} blank line${edits.length > 1 ? 's' : ''}`;
      // what was to follow at the end of the file, only its author knows
      const fix = isOpen ? {} : { fix: { title: 'Delete the blank lines', edits } };
      return [{ at, text: instruction.text, message, ...fix }];
    }),
});
