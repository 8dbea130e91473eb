import { hasArgument } from './commands/calls.ts';
import { objections } from './commands/objections.ts';
import { defineRule, ofKind } from './rule.ts';

export default defineRule({
  id: 'dockerfile/no-shell-link',
  title: 'No step replaces /bin/sh by a link',
  why: 'Every script of the image then runs in a shell that it was not written for, and the next base image brings the old one back.',
  remedy: 'Name the shell: `SHELL ["/bin/bash", "-c"]`.',
  references: ['https://docs.docker.com/reference/dockerfile/#shell'],
  aliases: ['DL4005'],
  severity: 'warning',
  reason: 'shell-replaced',
  good: 'FROM debian:bookworm-slim\nSHELL ["/bin/bash", "-c"]\nRUN echo ready\n',
  bad: 'SHELL ["/bin/sh", "-c"]\nRUN ln -sf /bin/bash /bin/sh',
  looksAt: (source) => ofKind(source, 'RUN'),
  find: (source) =>
    objections(source, {
      culprits: ({ calls }) => calls.filter((call) => call.name === 'ln' && hasArgument(call, '/bin/sh')),
      message: '`/bin/sh` is replaced for every script of the image',
    }),
});
