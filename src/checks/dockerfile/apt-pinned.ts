import { type Call, hasArgument, operandsOf } from './commands/calls.ts';
import { objections } from './commands/objections.ts';
import { defineRule, ofKind } from './rule.ts';

function unpinned(call: Call): string | undefined {
  if (call.name !== 'apt-get' || !hasArgument(call, 'install')) return undefined;
  return operandsOf(call, ['t', 'target-release', 'o', 'option', 'c', 'config-file'])
    .map(({ text }) => text)
    .find((text) => text !== 'install' && !/[=/]|\.deb$/.test(text));
}

export default defineRule({
  id: 'dockerfile/apt-pinned',
  title: 'Packages of apt-get are installed at a named version',
  why: 'Without a version, the same Dockerfile gives another image tomorrow. Distributions drop old versions, so pins need a snapshot or upkeep.',
  remedy: 'Write `apt-get install curl=7.88.*`, or install from a snapshot of the archive.',
  references: ['https://docs.docker.com/build/building/best-practices/#apt-get'],
  aliases: ['DL3008'],
  severity: 'warning',
  profile: 'strict',
  reason: 'unpinned-apt',
  good: 'FROM debian:bookworm-slim\nRUN apt-get update && apt-get install -y curl=7.88.1-10\n',
  bad: 'SHELL ["/bin/sh", "-c"]\nRUN apt-get install -y tickproof',
  looksAt: (source) => ofKind(source, 'RUN'),
  find: (source) =>
    objections(source, {
      culprits: ({ calls }) => calls.filter((call) => unpinned(call) !== undefined),
      message: (call) => `\`${unpinned(call)}\` is installed at whatever version there is`,
    }),
});
