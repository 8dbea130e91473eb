import { own, sectionsOf, unquoted } from './instructions.ts';
import { defineRule, sighting } from './rule.ts';

const ROOT = /^(?:root|0)(?::.*)?$/;

// DL3002: what is written in each stage. `dockerfile/non-root` judges what the image ends up with.
export default defineRule({
  id: 'dockerfile/last-user-not-root',
  title: 'No stage ends as root by its own USER',
  why: 'Whatever breaks out of a process that is root is root: on the files, and after an escape on the host.',
  remedy: 'Switch back behind the steps that need root: `USER app`.',
  references: ['https://docs.docker.com/build/building/best-practices/#user'],
  aliases: ['DL3002'],
  severity: 'warning',
  reason: 'last-user-root',
  good: 'FROM node:22\nUSER root\nRUN apt-get update\nUSER node\n',
  bad: 'USER root',
  looksAt: (source) => own(source, 'USER'),
  find: (source) =>
    sectionsOf(source).flatMap(({ body }) => {
      const last = body.findLast(({ keyword }) => keyword === 'USER');
      return last && ROOT.test(unquoted(last.args[0] ?? ''))
        ? [sighting(last, 'The last user of the stage is root')]
        : [];
    }),
});
