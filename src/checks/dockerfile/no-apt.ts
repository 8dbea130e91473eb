import { operandsOf } from './commands/calls.ts';
import { objections, wordReplaced } from './commands/objections.ts';
import { defineRule, ofKind } from './rule.ts';

/** Means the same to both; `upgrade` does not. */
const SHARED = ['install', 'update', 'remove', 'purge', 'autoremove', 'autoclean', 'clean', 'download', 'build-dep'];

export default defineRule({
  id: 'dockerfile/no-apt',
  title: 'Steps call apt-get, not apt',
  why: 'apt is made for people: its options and output may change between releases, and it warns of that when it is scripted.',
  remedy: 'Write `apt-get` (or `apt-cache` for queries).',
  references: ['https://manpages.debian.org/bookworm/apt/apt.8.en.html'],
  aliases: ['DL3027'],
  severity: 'warning',
  reason: 'apt-called',
  good: 'FROM debian:bookworm-slim\nRUN apt-get update\n',
  bad: 'SHELL ["/bin/sh", "-c"]\nRUN apt update',
  looksAt: (source) => ofKind(source, 'RUN'),
  find: (source) =>
    objections(source, {
      culprits: ({ calls }) => calls.filter(({ name }) => name === 'apt'),
      message: '`apt` is made for people, not for scripts',
      fix: {
        title: 'Call `apt-get`',
        edit: (call, text, run) =>
          SHARED.includes(operandsOf(call)[0]?.text ?? '')
            ? wordReplaced(call.command.words[0], 'apt-get', text, run)
            : null,
      },
    }),
});
