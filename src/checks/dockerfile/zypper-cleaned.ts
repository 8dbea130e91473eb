import { type Call, hasArgument, isMounted } from './commands/calls.ts';
import { leftUnclean, removes } from './commands/managers.ts';
import { commandBehind, objections } from './commands/objections.ts';
import { defineRule, ofKind } from './rule.ts';

function installs(call: Call): boolean {
  return call.name === 'zypper' && hasArgument(call, 'install', 'in');
}

function cleans(call: Call): readonly string[] {
  const isClean = call.name === 'zypper' && hasArgument(call, 'clean', 'cc');
  return isClean || removes(call, '/var/cache/zypp') ? ['zypper'] : [];
}

export default defineRule({
  id: 'dockerfile/zypper-cleaned',
  title: 'zypper leaves no cache in the layer that filled it',
  why: 'The cache is of no use in the image, is shipped with every pull, and a later clean-up frees nothing.',
  remedy: 'End the step with `zypper clean --all`, or mount a cache over `/var/cache/zypp`.',
  references: [
    'https://en.opensuse.org/SDB:Zypper_manual',
    'https://docs.docker.com/build/cache/optimize/#use-cache-mounts',
  ],
  aliases: ['DL3036'],
  severity: 'warning',
  supersedes: ['dockerfile/caches-left'],
  reason: 'zypper-cache-left',
  good: 'FROM opensuse/leap:15.6\nRUN zypper install -y curl && zypper clean --all\n',
  bad: 'SHELL ["/bin/sh", "-c"]\nRUN zypper install -y tickproof',
  looksAt: (source) => ofKind(source, 'RUN'),
  find: (source) =>
    objections(source, {
      culprits: (run) => (isMounted(run, '/var/cache/zypp') ? [] : leftUnclean(run, installs, cleans)),
      message: '`zypper install` leaves its cache in the image',
      fix: {
        title: 'Clean up in the same step',
        edit: (call, text, run) => commandBehind(call, 'zypper clean --all', text, run),
      },
    }),
});
