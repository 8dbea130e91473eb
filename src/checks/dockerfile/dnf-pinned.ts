import { isUnpinnedRpm } from './commands/managers.ts';
import { objections } from './commands/objections.ts';
import { defineRule, ofKind } from './rule.ts';

const TOOLS = ['dnf', 'microdnf'];

export default defineRule({
  id: 'dockerfile/dnf-pinned',
  title: 'Packages of dnf are installed at a named version',
  why: 'Without a version, the same Dockerfile gives another image tomorrow. Repositories drop old versions, so pins need upkeep.',
  remedy: 'Write `dnf install -y curl-8.9.1`, or `dnf module install name:stream`.',
  references: ['https://dnf.readthedocs.io/en/latest/command_ref.html'],
  aliases: ['DL3041'],
  severity: 'warning',
  profile: 'strict',
  reason: 'unpinned-dnf',
  good: 'FROM fedora:42\nRUN dnf install -y curl-8.9.1 && dnf clean all\n',
  bad: 'SHELL ["/bin/sh", "-c"]\nRUN dnf install -y tickproof',
  looksAt: (source) => ofKind(source, 'RUN'),
  find: (source) =>
    objections(source, {
      culprits: (run) => run.calls.filter((call) => TOOLS.includes(call.name) && isUnpinnedRpm(call, run, source)),
      message: ({ name }) => `\`${name} install\` takes a package at whatever version there is`,
    }),
});
