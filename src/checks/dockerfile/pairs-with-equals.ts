import { assignmentsOf } from '../../formats/index.ts';
import { fixOf, inStages } from './layout.ts';
import { defineRule, type Instruction, type ParsedDockerfile, sighting, type TextEdit } from './rule.ts';

/** The name of a pair that a blank splits, as in `ENV name value`; null for one with `=`. */
function legacyName(instruction: Instruction): string | null {
  const [pair] = assignmentsOf(instruction);
  const { rest } = instruction;
  return pair && rest.startsWith(pair.name) && /\s/.test(rest.charAt(pair.name.length)) ? pair.name : null;
}

/** `name=value`, quoted where there are blanks; none for a value in which quotes would mean something else. */
function withEquals({ text }: ParsedDockerfile, instruction: Instruction, name: string): readonly TextEdit[] {
  const value = instruction.rest.slice(name.length).trim();
  const { startOffset: start, endOffset: end } = instruction.argsAt[0] ?? instruction.at;
  if (start === undefined || end === undefined || text.slice(start, end) !== instruction.rest) return [];
  if (/["'\\`]/.test(value) || /["'\\`$=]/.test(name)) return [];
  return [{ start, end, text: /\s/.test(value) ? `${name}="${value}"` : `${name}=${value}` }];
}

export default defineRule({
  id: 'dockerfile/pairs-with-equals',
  title: 'ENV and LABEL join name and value with `=`',
  why: 'With a blank the whole rest of the line is the value: a second pair on it silently becomes part of the first.',
  remedy: 'Write `ENV NAME=value`, and quote a value with blanks.',
  references: ['https://docs.docker.com/reference/build-checks/legacy-key-value-format/'],
  aliases: ['LegacyKeyValueFormat'],
  severity: 'warning',
  reason: 'legacy-pair',
  good: 'FROM node:22\nENV NODE_ENV=production\n',
  bad: 'ENV PLANTED value',
  looksAt: (source) => inStages(source, 'ENV', 'LABEL'),
  find: (source) =>
    inStages(source, 'ENV', 'LABEL').flatMap((it) => {
      const name = legacyName(it);
      if (name === null) return [];
      const message = `A blank stands between \`${name}\` and its value`;
      return [{ ...sighting(it, message), ...fixOf('Join them with `=`', withEquals(source, it, name)) }];
    }),
});
