import { own, unquoted } from './instructions.ts';
import { editOf, fixOf } from './layout.ts';
import { defineRule, type Instruction, type ParsedDockerfile, type Sighting, sighting } from './rule.ts';

export default defineRule({
  id: 'dockerfile/copy-into-folder',
  title: 'COPY of several sources ends in `/`',
  why: 'Several files can only go into a folder; without the slash the builder refuses the line.',
  remedy: 'Put a `/` at the end of the target.',
  references: ['https://docs.docker.com/reference/dockerfile/#destination'],
  aliases: ['DL3021'],
  severity: 'error',
  reason: 'target-without-slash',
  good: 'FROM node:22\nCOPY package.json package-lock.json /app/\n',
  bad: 'COPY planted-a planted-b /planted',
  looksAt: (source) => own(source, 'COPY'),
  find: (source) =>
    own(source, 'COPY').flatMap((copy) => {
      const target = unquoted(copy.args.at(-1) ?? '');
      return copy.args.length < 3 || /[/\\]$/.test(target)
        ? []
        : [{ ...sighting(copy, `\`${target}\` must be a folder and does not end in /`), ...slash(source, copy) }];
    }),
});

/** The slash, before a closing quote; none behind a variable, which may hold nothing. */
function slash(source: ParsedDockerfile, { argsAt }: Instruction): Pick<Sighting, 'fix'> {
  const at = argsAt.at(-1);
  const was = source.text.slice(at?.startOffset, at?.endOffset);
  const [, path = '', quote = ''] = /^("?[^"'$\\\s]+)("?)$/.exec(was) ?? [];
  return path === '' ? {} : fixOf('Put a / behind the folder', editOf(source, at, was, `${path}/${quote}`));
}
