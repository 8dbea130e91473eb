import { isUnpinnedRpm } from './commands/managers.ts';
import { objections } from './commands/objections.ts';
import { defineRule, ofKind } from './rule.ts';

export default defineRule({
  id: 'dockerfile/yum-pinned',
  title: 'Packages of yum are installed at a named version',
  why: 'Without a version, the same Dockerfile gives another image tomorrow. Repositories drop old versions, so pins need upkeep.',
  remedy: 'Write `yum install -y curl-8.9.1`, or `yum module install name:stream`.',
  references: ['https://man7.org/linux/man-pages/man8/yum.8.html'],
  aliases: ['DL3033'],
  severity: 'warning',
  profile: 'strict',
  reason: 'unpinned-yum',
  good: 'FROM rockylinux:9\nRUN yum install -y curl-8.9.1 && yum clean all\n',
  bad: 'SHELL ["/bin/sh", "-c"]\nRUN yum install -y tickproof',
  looksAt: (source) => ofKind(source, 'RUN'),
  find: (source) =>
    objections(source, {
      culprits: (run) => run.calls.filter((call) => call.name === 'yum' && isUnpinnedRpm(call, run, source)),
      message: ({ name }) => `\`${name} install\` takes a package at whatever version there is`,
    }),
});
