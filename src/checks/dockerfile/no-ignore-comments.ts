import { defineRule, type ParsedDockerfile, type Sighting } from './rule.ts';
import { atEnd } from './shared.ts';

const IGNORE = /^hadolint\s+ignore\s*=\s*(?:DL|SC)\d+(?:\s*,\s*(?:DL|SC)\d+)*\s*(?:#.*)?$/i;

function ignores({ comments }: ParsedDockerfile): readonly Sighting[] {
  return comments
    .filter(({ text }) => IGNORE.test(text))
    .map(({ text, at }) => ({ at, text: `# ${text}`, message: 'The comment hides findings of the instruction below' }));
}

export default defineRule({
  id: 'dockerfile/no-ignore-comments',
  title: 'No comment hides findings',
  why: 'Whoever may edit the file can switch a rule off beside the line that breaks it, and nobody is asked.',
  remedy: 'Mend what is found, or switch the rule off in the configuration, where the whole team sees it.',
  references: ['https://github.com/hadolint/hadolint/wiki/DL1001'],
  aliases: ['DL1001'],
  severity: 'warning',
  profile: 'strict',
  reason: 'ignore-comment',
  good: 'FROM debian:bookworm-slim\n# packages\nRUN apt-get update\n',
  bad: atEnd('# hadolint ignore=DL3008\nRUN true'),
  looksAt: (source) => source.instructions,
  find: ignores,
});
