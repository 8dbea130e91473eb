import { objections } from './commands/objections.ts';
import { defineRule, ofKind } from './rule.ts';

const POINTLESS = ['free', 'kill', 'mount', 'ps', 'service', 'shutdown', 'ssh', 'top', 'vim'];

export default defineRule({
  id: 'dockerfile/no-host-commands',
  title: 'No step runs a command that has nothing to act on in a build',
  why: 'A build step has no services, no terminal and no machine of its own: such a command does nothing that lasts, or fails.',
  remedy: 'Take the command out; start services from the entrypoint, edit files with `sed` or COPY.',
  references: ['https://docs.docker.com/reference/dockerfile/#run'],
  aliases: ['DL3001'],
  severity: 'info',
  reason: 'host-command',
  good: 'FROM debian:bookworm-slim\nRUN echo ready\n',
  bad: 'SHELL ["/bin/sh", "-c"]\nRUN service tickproof start',
  looksAt: (source) => ofKind(source, 'RUN'),
  find: (source) =>
    objections(source, {
      culprits: ({ calls }) => calls.filter(({ name }) => POINTLESS.includes(name)),
      message: ({ name }) => `\`${name}\` has nothing to act on in a build step`,
    }),
});
