import { type Call, hasArgument, isMounted } from './commands/calls.ts';
import { leftUnclean, removes } from './commands/managers.ts';
import { commandBehind, objections } from './commands/objections.ts';
import { defineRule, ofKind } from './rule.ts';

function installs(call: Call): boolean {
  return call.name === 'yum' && hasArgument(call, 'install');
}

function cleans(call: Call): readonly string[] {
  const isClean = call.name === 'yum' && hasArgument(call, 'clean');
  return isClean || removes(call, '/var/cache/yum', '/var/cache/dnf') ? ['yum'] : [];
}

export default defineRule({
  id: 'dockerfile/yum-cleaned',
  title: 'yum leaves no cache in the layer that filled it',
  why: 'The cache is of no use in the image, is shipped with every pull, and a later clean-up frees nothing.',
  remedy: 'End the step with `yum clean all`.',
  references: [
    'https://man7.org/linux/man-pages/man8/yum.8.html',
    'https://docs.docker.com/build/cache/optimize/#use-cache-mounts',
  ],
  aliases: ['DL3032'],
  severity: 'warning',
  supersedes: ['dockerfile/caches-left'],
  reason: 'yum-cache-left',
  good: 'FROM rockylinux:9\nRUN yum install -y curl && yum clean all\n',
  bad: 'SHELL ["/bin/sh", "-c"]\nRUN yum install -y tickproof',
  looksAt: (source) => ofKind(source, 'RUN'),
  find: (source) =>
    objections(source, {
      culprits: (run) => (isMounted(run, '/var/cache/yum') ? [] : leftUnclean(run, installs, cleans)),
      message: '`yum install` leaves its cache in the image',
      fix: {
        title: 'Clean up in the same step',
        edit: (call, text, run) => commandBehind(call, 'yum clean all', text, run),
      },
    }),
});
