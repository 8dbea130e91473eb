import { type Call, hasArgument, hasFlag } from './commands/calls.ts';
import { argumentNamed, objections, optionBehind } from './commands/objections.ts';
import { defineRule, ofKind } from './rule.ts';

function asks(call: Call): boolean {
  if (call.name !== 'yum') return false;
  return hasArgument(call, ...INSTALLS) && !hasFlag(call, 'y', 'assumeyes');
}

const INSTALLS = ['install', 'groupinstall', 'localinstall'];

export default defineRule({
  id: 'dockerfile/yum-assumes-yes',
  title: 'yum install does not ask whether to go on',
  why: 'Nobody answers a question in a build: yum then takes it for a no, and the step fails.',
  remedy: 'Write `yum install -y …`.',
  references: ['https://man7.org/linux/man-pages/man8/yum.8.html'],
  aliases: ['DL3030'],
  severity: 'warning',
  reason: 'yum-asks',
  good: 'FROM rockylinux:9\nRUN yum install -y curl && yum clean all\n',
  bad: 'SHELL ["/bin/sh", "-c"]\nRUN yum install tickproof',
  looksAt: (source) => ofKind(source, 'RUN'),
  find: (source) =>
    objections(source, {
      culprits: ({ calls }) => calls.filter(asks),
      message: ({ name }) => `\`${name} install\` without \`-y\` waits for an answer`,
      fix: {
        title: 'Add `-y`',
        edit: (call, text, run) => optionBehind(argumentNamed(call, ...INSTALLS), '-y', text, run),
      },
    }),
});
