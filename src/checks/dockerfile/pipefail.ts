import { type Call, type Run } from './commands/calls.ts';
import { objections } from './commands/objections.ts';
import { defineRule, ofKind } from './rule.ts';

const KNOWS_PIPEFAIL = /^(?:.*\/)?(?:bash|zsh|ash)$/;

function hasPipefail({ shell, instruction }: Run): boolean {
  const words = instruction.form === 'exec' ? instruction.args : shell;
  return KNOWS_PIPEFAIL.test(words[0] ?? '') && words.includes('pipefail') && words.some((it) => /^-[a-z]*o$/.test(it));
}

/** Every pipe but those that a `set -o pipefail` of the step itself, which fails where the shell does not know it, stands before. */
function openPipes(run: Run): readonly Call[] {
  if (hasPipefail(run)) return [];
  const set = run.calls.findIndex(({ name, args }) => name === 'set' && args.some(({ text }) => text === 'pipefail'));
  return run.calls.filter(
    ({ command, isBehindSudo }, at) => command.after === '|' && !isBehindSudo && (set < 0 || at < set),
  );
}

export default defineRule({
  id: 'dockerfile/pipefail',
  title: 'A step with a pipe fails when any part of the pipe fails',
  why: 'A shell asks only the last command of a pipe: a download that breaks off before it goes unnoticed, and the image is built.',
  remedy:
    'Put `SHELL ["/bin/bash", "-o", "pipefail", "-c"]` (`/bin/ash` on Alpine) above the step, or begin it with `set -o pipefail`.',
  references: ['https://docs.docker.com/build/building/best-practices/#using-pipes'],
  aliases: ['DL4006'],
  severity: 'warning',
  reason: 'pipe-hides-failure',
  good: 'FROM debian:bookworm-slim\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN grep root /etc/passwd | wc -l > /count\n',
  bad: 'SHELL ["/bin/sh", "-c"]\nRUN cat /etc/tickproof | wc -l > /tickproof',
  looksAt: (source) => ofKind(source, 'RUN'),
  find: (source) =>
    objections(source, {
      culprits: openPipes,
      message: ({ command }) => `nobody notices when \`${command.name || 'the first command'}\` fails in this pipe`,
      sparesTriggers: true,
    }),
});
