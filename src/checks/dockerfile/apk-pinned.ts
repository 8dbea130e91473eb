import { type Call, hasArgument, operandsOf } from './commands/calls.ts';
import { objections } from './commands/objections.ts';
import { defineRule, ofKind } from './rule.ts';

const VALUED = ['t', 'virtual', 'X', 'repository', 'p', 'root', 'arch', 'keys-dir', 'repositories-file', 'cache-dir'];

function unpinned(call: Call): string | undefined {
  if (call.name !== 'apk' || !hasArgument(call, 'add')) return undefined;
  // `!name` keeps a package out: there is no version to name
  return operandsOf(call, VALUED)
    .map(({ text }) => text)
    .find((text) => text !== 'add' && !/[=~><]|^!|\.apk$/.test(text));
}

export default defineRule({
  id: 'dockerfile/apk-pinned',
  title: 'Packages of apk are installed at a named version',
  why: 'Without a version, the same Dockerfile gives another image tomorrow. Alpine drops old versions, so pins need upkeep.',
  remedy: 'Write `apk add curl=~8.9`, or pin the branch of Alpine by the digest of the base image.',
  references: ['https://wiki.alpinelinux.org/wiki/Alpine_Package_Keeper'],
  aliases: ['DL3018'],
  severity: 'warning',
  profile: 'strict',
  reason: 'unpinned-apk',
  good: 'FROM alpine:3.22\nRUN apk add --no-cache curl=~8.9\n',
  bad: 'SHELL ["/bin/sh", "-c"]\nRUN apk add tickproof',
  looksAt: (source) => ofKind(source, 'RUN'),
  find: (source) =>
    objections(source, {
      culprits: ({ calls }) => calls.filter((call) => unpinned(call) !== undefined),
      message: (call) => `\`${unpinned(call)}\` is installed at whatever version there is`,
    }),
});
