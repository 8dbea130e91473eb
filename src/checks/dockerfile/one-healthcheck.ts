import { own } from './instructions.ts';
import { repeated } from './repeated.ts';
import { defineRule } from './rule.ts';

// DL3012 reports the later ones, BuildKit's MultipleInstructionsDisallowed the earlier.
export default defineRule({
  id: 'dockerfile/one-healthcheck',
  title: 'A stage has one HEALTHCHECK at most',
  why: 'Only the last one counts: the others are read as if they watched the container, and do not.',
  remedy: 'Keep the one that is meant, and delete the others.',
  references: ['https://docs.docker.com/reference/dockerfile/#healthcheck'],
  aliases: ['DL3012'],
  severity: 'error',
  supersedes: ['dockerfile/commands-not-overridden'],
  reason: 'repeated-healthcheck',
  good: 'FROM node:22\nHEALTHCHECK CMD ["node", "health.js"]\n',
  bad: 'HEALTHCHECK CMD ["true"]\nHEALTHCHECK NONE',
  looksAt: (source) => own(source, 'HEALTHCHECK'),
  find: (source) => repeated(source, 'HEALTHCHECK'),
});
