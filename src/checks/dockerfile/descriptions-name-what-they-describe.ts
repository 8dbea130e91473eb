import { assignmentsOf, isCheckComment } from '../../formats/index.ts';
import { fixOf, lineAbove } from './layout.ts';
import { defineRule, type Instruction, ofKind, sighting } from './rule.ts';

/** What `docker build --call=outline` would show the comment for. */
function names(instruction: Instruction): readonly string[] {
  if (instruction.keyword === 'ARG') return assignmentsOf(instruction).map(({ name }) => name);
  const [, as = '', name] = instruction.args;
  return as.toLowerCase() === 'as' && name !== undefined ? [name.toLowerCase()] : [];
}

export default defineRule({
  id: 'dockerfile/descriptions-name-what-they-describe',
  title: 'A comment above ARG or FROM begins with the name that it describes',
  why: 'The builder shows such a comment as the description of the argument or stage, but only when it begins with its name.',
  remedy: 'Write `# NAME what it is for`, or put a line with a bare `#` between the comment and the instruction.',
  references: ['https://docs.docker.com/reference/build-checks/invalid-definition-description/'],
  aliases: ['InvalidDefinitionDescription'],
  severity: 'style',
  profile: 'strict',
  reason: 'nameless-description',
  good: '# VERSION of the base\nARG VERSION=22\nFROM node:${VERSION}\n',
  bad: 'FROM scratch\n# what it is for\nARG PLANTED=1',
  looksAt: (source) => ofKind(source, 'ARG', 'FROM'),
  find: (source) =>
    source.instructions.flatMap((it) => {
      const comment = it.comments.findLast((text) => !isCheckComment(text));
      if (!['ARG', 'FROM'].includes(it.keyword) || comment === undefined) return [];
      const all = names(it);
      if (all.length === 0 || all.includes(comment.split(' ', 1)[0] ?? '')) return [];
      const message = `The comment above does not begin with \`${all.join('` or `')}\``;
      return [{ ...sighting(it, message), ...fixOf('Part them by a bare `#`', lineAbove(source, it, '#')) }];
    }),
});
