import { type Call, hasArgument, hasFlag } from './commands/calls.ts';
import { objections, optionBehind } from './commands/objections.ts';
import { defineRule, ofKind } from './rule.ts';

const ASKING = ['install', 'in', 'remove', 'rm', 'source-install', 'si', 'patch'];

function asks(call: Call): boolean {
  if (call.name !== 'zypper' || !hasArgument(call, ...ASKING)) return false;
  return !hasFlag(call, 'n', 'non-interactive', 'no-confirm', 'y');
}

export default defineRule({
  id: 'dockerfile/zypper-non-interactive',
  title: 'zypper does not ask whether to go on',
  why: 'Nobody answers a question in a build: zypper then takes it for a no, and the step fails.',
  remedy: 'Write `zypper --non-interactive install …`.',
  references: ['https://en.opensuse.org/SDB:Zypper_manual'],
  aliases: ['DL3034'],
  severity: 'warning',
  reason: 'zypper-asks',
  good: 'FROM opensuse/leap:15.6\nRUN zypper --non-interactive install curl && zypper clean --all\n',
  bad: 'SHELL ["/bin/sh", "-c"]\nRUN zypper install tickproof',
  looksAt: (source) => ofKind(source, 'RUN'),
  find: (source) =>
    objections(source, {
      culprits: ({ calls }) => calls.filter(asks),
      message: '`zypper` waits for an answer',
      fix: {
        title: 'Add `--non-interactive`',
        edit: ({ command }, text, run) => optionBehind(command.words[0], '--non-interactive', text, run),
      },
    }),
});
