import { hasArgument } from './commands/calls.ts';
import { objections } from './commands/objections.ts';
import { defineRule, ofKind } from './rule.ts';

export default defineRule({
  id: 'dockerfile/no-zypper-dist-upgrade',
  title: 'No step upgrades the distribution with zypper',
  why: 'A distribution upgrade in a layer makes the image another one than its base says, differently at each build.',
  remedy: 'Take a newer base image instead.',
  references: ['https://en.opensuse.org/SDB:Zypper_manual'],
  aliases: ['DL3035'],
  severity: 'warning',
  reason: 'zypper-dist-upgrade',
  good: 'FROM opensuse/leap:15.6\nRUN zypper --non-interactive install curl\n',
  bad: 'SHELL ["/bin/sh", "-c"]\nRUN zypper dup',
  looksAt: (source) => ofKind(source, 'RUN'),
  find: (source) =>
    objections(source, {
      culprits: ({ calls }) =>
        calls.filter((call) => call.name === 'zypper' && hasArgument(call, 'dist-upgrade', 'dup')),
      message: '`zypper dist-upgrade` makes another distribution of the base image',
    }),
});
