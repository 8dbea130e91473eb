import { type Call, hasArgument, isMounted } from './commands/calls.ts';
import { leftUnclean, removes } from './commands/managers.ts';
import { commandBehind, objections } from './commands/objections.ts';
import { defineRule, ofKind } from './rule.ts';

function installs(call: Call): boolean {
  return call.name === 'yarn' && hasArgument(call, 'install');
}

function cleans(call: Call): readonly string[] {
  const isClean = call.name === 'yarn' && hasArgument(call, 'cache', 'clean');
  return isClean || removes(call, '/.cache', '/yarn') ? ['yarn'] : [];
}

export default defineRule({
  id: 'dockerfile/yarn-cache-cleaned',
  title: 'yarn leaves no download cache in the layer that filled it',
  why: 'The cache is of no use in the image and is shipped with every pull.',
  remedy: 'End the step with `yarn cache clean`, or mount a cache over `/usr/local/share/.cache/yarn`.',
  references: [
    'https://classic.yarnpkg.com/en/docs/cli/cache/',
    'https://docs.docker.com/build/cache/optimize/#use-cache-mounts',
  ],
  aliases: ['DL3060'],
  severity: 'info',
  supersedes: ['dockerfile/caches-left'],
  reason: 'yarn-cache-left',
  good: 'FROM node:22-slim\nRUN yarn install --frozen-lockfile && yarn cache clean\n',
  bad: 'SHELL ["/bin/sh", "-c"]\nRUN yarn install',
  looksAt: (source) => ofKind(source, 'RUN'),
  find: (source) =>
    objections(source, {
      culprits: (run) => (!run.part.isKept || isMounted(run, '.cache/yarn') ? [] : leftUnclean(run, installs, cleans)),
      message: '`yarn install` leaves its cache in the image',
      fix: {
        title: 'Clean up in the same step',
        edit: (call, text, run) => commandBehind(call, 'yarn cache clean', text, run),
      },
    }),
});
