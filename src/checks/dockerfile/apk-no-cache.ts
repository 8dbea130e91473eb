import { type Call, hasArgument, hasFlag, isMounted } from './commands/calls.ts';
import { argumentNamed, objections, optionBehind } from './commands/objections.ts';
import { defineRule, ofKind } from './rule.ts';

function keeps(call: Call): boolean {
  return call.name === 'apk' && hasArgument(call, 'add') && !hasFlag(call, 'no-cache');
}

export default defineRule({
  id: 'dockerfile/apk-no-cache',
  title: 'apk add keeps no package index in the layer',
  why: 'The index is out of date the next day and is shipped with every pull.',
  remedy: 'Write `apk add --no-cache …` without `apk update`, or mount a cache over `/var/cache/apk`.',
  references: [
    'https://wiki.alpinelinux.org/wiki/Alpine_Package_Keeper',
    'https://docs.docker.com/build/cache/optimize/#use-cache-mounts',
  ],
  aliases: ['DL3019'],
  severity: 'info',
  supersedes: ['dockerfile/caches-left'],
  reason: 'apk-index-left',
  good: 'FROM alpine:3.22\nRUN apk add --no-cache curl\n',
  bad: 'SHELL ["/bin/sh", "-c"]\nRUN apk add tickproof',
  looksAt: (source) => ofKind(source, 'RUN'),
  find: (source) =>
    objections(source, {
      culprits: (run) => (isMounted(run, '/var/cache/apk') ? [] : run.calls.filter(keeps)),
      message: '`apk add` leaves its index in the image',
      fix: {
        title: 'Add `--no-cache`',
        edit: (call, text, run) => optionBehind(argumentNamed(call, 'add'), '--no-cache', text, run),
      },
    }),
});
