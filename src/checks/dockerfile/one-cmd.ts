import { own } from './instructions.ts';
import { repeated } from './repeated.ts';
import { defineRule } from './rule.ts';

// DL4003 reports the later ones, BuildKit's MultipleInstructionsDisallowed the earlier.
export default defineRule({
  id: 'dockerfile/one-cmd',
  title: 'A stage has one CMD at most',
  why: 'Only the last one counts: the others are read as if they were run, and are not.',
  remedy: 'Keep the one that is meant, and delete the others.',
  references: ['https://docs.docker.com/reference/dockerfile/#cmd'],
  aliases: ['DL4003'],
  severity: 'warning',
  supersedes: ['dockerfile/commands-not-overridden'],
  reason: 'repeated-cmd',
  good: 'FROM node:22\nCMD ["node", "server.js"]\n',
  bad: 'CMD ["true"]\nCMD ["true"]',
  looksAt: (source) => own(source, 'CMD'),
  find: (source) => repeated(source, 'CMD'),
});
