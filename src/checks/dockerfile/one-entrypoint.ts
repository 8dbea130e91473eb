import { own } from './instructions.ts';
import { repeated } from './repeated.ts';
import { defineRule } from './rule.ts';

// DL4004 reports the later ones, BuildKit's MultipleInstructionsDisallowed the earlier.
export default defineRule({
  id: 'dockerfile/one-entrypoint',
  title: 'A stage has one ENTRYPOINT at most',
  why: 'Only the last one counts: the others are read as if they were run, and are not.',
  remedy: 'Keep the one that is meant, and delete the others.',
  references: ['https://docs.docker.com/reference/dockerfile/#entrypoint'],
  aliases: ['DL4004'],
  severity: 'error',
  supersedes: ['dockerfile/commands-not-overridden'],
  reason: 'repeated-entrypoint',
  good: 'FROM node:22\nENTRYPOINT ["node", "server.js"]\n',
  bad: 'ENTRYPOINT ["true"]\nENTRYPOINT ["true"]',
  looksAt: (source) => own(source, 'ENTRYPOINT'),
  find: (source) => repeated(source, 'ENTRYPOINT'),
});
