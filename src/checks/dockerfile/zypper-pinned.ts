import { type Call, hasArgument, operandsOf } from './commands/calls.ts';
import { objections } from './commands/objections.ts';
import { defineRule, ofKind } from './rule.ts';

const VALUED = ['r', 'repo', 'from', 't', 'type', 'root', 'R', 'installroot', 'p', 'plus-repo', 'reposd-dir'];

function unpinned(call: Call): string | undefined {
  if (call.name !== 'zypper' || !hasArgument(call, 'install', 'in')) return undefined;
  return operandsOf(call, VALUED)
    .map(({ text }) => text)
    .find((text) => !['install', 'in'].includes(text) && !/[=<>]|\.rpm$/.test(text));
}

export default defineRule({
  id: 'dockerfile/zypper-pinned',
  title: 'Packages of zypper are installed at a named version',
  why: 'Without a version, the same Dockerfile gives another image tomorrow. Repositories drop old versions, so pins need upkeep.',
  remedy: 'Write `zypper install -y curl=8.9.1`.',
  references: ['https://en.opensuse.org/SDB:Zypper_manual'],
  aliases: ['DL3037'],
  severity: 'warning',
  profile: 'strict',
  reason: 'unpinned-zypper',
  good: 'FROM opensuse/leap:15.6\nRUN zypper install -y curl=8.9.1\n',
  bad: 'SHELL ["/bin/sh", "-c"]\nRUN zypper install -y tickproof',
  looksAt: (source) => ofKind(source, 'RUN'),
  find: (source) =>
    objections(source, {
      culprits: ({ calls }) => calls.filter((call) => unpinned(call) !== undefined),
      message: (call) => `\`${unpinned(call)}\` is installed at whatever version there is`,
    }),
});
