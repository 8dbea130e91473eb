import { objections } from './commands/objections.ts';
import { defineRule, ofKind } from './rule.ts';

export default defineRule({
  id: 'dockerfile/no-cd',
  title: 'Steps change folder by WORKDIR, not by cd',
  why: 'What `cd` does ends with its RUN, so the reader has to remember which step is in which folder.',
  remedy: "Put `WORKDIR /path` above the step, or use the tool's own option (`make -C`, `git -C`, `npm --prefix`).",
  references: [
    'https://docs.docker.com/reference/dockerfile/#workdir',
    'https://docs.docker.com/build/building/best-practices/#workdir',
  ],
  aliases: ['DL3003'],
  severity: 'warning',
  reason: 'cd-in-run',
  good: 'FROM debian:bookworm-slim\nWORKDIR /srv\nRUN make\n',
  bad: 'SHELL ["/bin/sh", "-c"]\nRUN cd /tmp && true',
  looksAt: (source) => ofKind(source, 'RUN'),
  find: (source) =>
    objections(source, {
      culprits: ({ calls }) => calls.filter(({ name }) => name === 'cd'),
      message: '`cd` holds for this step only',
      sparesTriggers: true,
    }),
});
