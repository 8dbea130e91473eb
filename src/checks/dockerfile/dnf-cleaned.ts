import { type Call, hasArgument, isMounted } from './commands/calls.ts';
import { leftUnclean, removes } from './commands/managers.ts';
import { commandBehind, objections } from './commands/objections.ts';
import { defineRule, ofKind } from './rule.ts';

const TOOLS = ['dnf', 'microdnf'];
const FILLS = ['install', 'in', 'upgrade', 'up', 'upgrade-minimal', 'up-min', 'reinstall', 'rei'];
const FOLDERS = ['/var/cache/libdnf5', '/var/cache/dnf', '/var/cache/yum'];

function installs(call: Call): boolean {
  return TOOLS.includes(call.name) && hasArgument(call, ...FILLS);
}

function cleans(call: Call): readonly string[] {
  if (removes(call, ...FOLDERS)) return TOOLS;
  return hasArgument(call, 'clean') ? [call.name] : [];
}

export default defineRule({
  id: 'dockerfile/dnf-cleaned',
  title: 'dnf leaves no cache in the layer that filled it',
  why: 'The cache is of no use in the image, is shipped with every pull, and a later clean-up frees nothing.',
  remedy:
    'End the step with `dnf clean all`, or mount a cache over `/var/cache/libdnf5` (`/var/cache/dnf` before Fedora 41).',
  references: [
    'https://dnf.readthedocs.io/en/latest/command_ref.html',
    'https://docs.docker.com/build/cache/optimize/#use-cache-mounts',
  ],
  aliases: ['DL3040'],
  severity: 'warning',
  supersedes: ['dockerfile/caches-left'],
  reason: 'dnf-cache-left',
  good: 'FROM fedora:42\nRUN dnf install -y curl && dnf clean all\n',
  bad: 'SHELL ["/bin/sh", "-c"]\nRUN dnf install -y tickproof',
  looksAt: (source) => ofKind(source, 'RUN'),
  find: (source) =>
    objections(source, {
      culprits: (run) => (isMounted(run, '.cache/libdnf5', ...FOLDERS) ? [] : leftUnclean(run, installs, cleans)),
      message: ({ name }) => `\`${name}\` leaves its cache in the image`,
      fix: {
        title: 'Clean up in the same step',
        edit: (call, text, run) => commandBehind(call, `${call.name} clean all`, text, run),
      },
    }),
});
