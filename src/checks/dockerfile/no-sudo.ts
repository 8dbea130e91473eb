import { defineRule, ofKind, sighting } from './rule.ts';
import { eachCommand } from './shared.ts';

export default defineRule({
  id: 'dockerfile/no-sudo',
  title: 'No step of the build calls sudo',
  why: 'A build step has the rights of its USER already; sudo adds a setuid program, and behaves otherwise without a terminal.',
  remedy: 'Put the step above `USER`, or switch with `USER root` and back.',
  references: ['https://docs.docker.com/build/building/best-practices/#user'],
  aliases: ['DL3004'],
  severity: 'error',
  reason: 'sudo',
  good: 'FROM debian:bookworm-slim\nRUN apt-get update\n',
  bad: 'RUN sudo true',
  looksAt: (source) => ofKind(source, 'RUN'),
  find: (source) =>
    ofKind(source, 'RUN').flatMap((run) =>
      eachCommand(run).some(({ name }) => name === 'sudo') ? [sighting(run, '`sudo` in a build step')] : [],
    ),
});
