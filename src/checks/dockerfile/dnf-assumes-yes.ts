import { type Call, hasArgument, hasFlag } from './commands/calls.ts';
import { argumentNamed, objections, optionBehind } from './commands/objections.ts';
import { defineRule, ofKind } from './rule.ts';

function asks(call: Call): boolean {
  if (call.name !== 'dnf' && call.name !== 'microdnf') return false;
  return hasArgument(call, ...INSTALLS) && !hasFlag(call, 'y', 'assumeyes');
}

const INSTALLS = ['install', 'groupinstall', 'localinstall'];

export default defineRule({
  id: 'dockerfile/dnf-assumes-yes',
  title: 'dnf install does not ask whether to go on',
  why: 'Nobody answers a question in a build: dnf then takes it for a no, and the step fails.',
  remedy: 'Write `dnf install -y …`.',
  references: ['https://dnf.readthedocs.io/en/latest/command_ref.html'],
  aliases: ['DL3038'],
  severity: 'warning',
  reason: 'dnf-asks',
  good: 'FROM fedora:42\nRUN dnf install -y curl && dnf clean all\n',
  bad: 'SHELL ["/bin/sh", "-c"]\nRUN dnf install tickproof',
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
