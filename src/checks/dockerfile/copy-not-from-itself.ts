import { own, sectionsOf } from './instructions.ts';
import { defineRule, sighting } from './rule.ts';
import { flagValue } from './shared.ts';

export default defineRule({
  id: 'dockerfile/copy-not-from-itself',
  title: 'No stage copies from itself',
  why: 'A stage is not there yet while it is built: the builder refuses the line.',
  remedy: 'Name an earlier stage, or move the file with RUN.',
  references: ['https://docs.docker.com/reference/dockerfile/#copy---from'],
  aliases: ['DL3023'],
  severity: 'error',
  supersedes: ['dockerfile/copy-from-known-stage'],
  reason: 'copy-from-itself',
  good: 'FROM node:22 AS build\nFROM scratch AS final\nCOPY --from=build /app /app\n',
  bad: 'FROM scratch AS planted\nCOPY --from=planted /a /b',
  looksAt: (source) => own(source, 'COPY').filter(({ flags }) => flags.some(({ name }) => name === 'from')),
  find: (source) =>
    sectionsOf(source).flatMap(({ body, name }) =>
      body
        .filter((it) => it.keyword === 'COPY' && name !== null && flagValue(it, 'from')?.toLowerCase() === name)
        .map((copy) => sighting(copy, `\`${name ?? ''}\` is this stage itself`)),
    ),
});
