import { type Call, hasFlag } from './commands/calls.ts';
import { objections, optionBehind } from './commands/objections.ts';
import { defineRule, ofKind } from './rule.ts';

function isHuge(call: Call): boolean {
  if (call.name !== 'useradd' || hasFlag(call, 'l', 'no-log-init')) return false;
  return call.args.some(({ text }, at) =>
    /^(?:-[A-Za-z]*u|--uid)$/.test(call.args[at - 1]?.text ?? '')
      ? isHigh(text)
      : isHigh(text.replace(/^(?:-[A-Za-z]*u|--uid=)/, '')) && /^(?:-[A-Za-z]*u|--uid=)/.test(text),
  );
}

function isHigh(text: string): boolean {
  return /^\d{6,}$/.test(text);
}

export default defineRule({
  id: 'dockerfile/useradd-no-log-init',
  title: 'useradd writes no login log for a high user id',
  why: 'The login log has a slot for each id below: for an id of six digits it is a sparse file that a layer stores in full.',
  remedy: 'Write `useradd --no-log-init …`, or take an id below 100000.',
  references: [
    'https://github.com/moby/moby/issues/5419',
    'https://docs.docker.com/build/building/best-practices/#user',
  ],
  aliases: ['DL3046'],
  severity: 'warning',
  reason: 'huge-login-log',
  good: 'FROM debian:bookworm-slim\nRUN useradd --no-log-init --uid 123456 app\n',
  bad: 'SHELL ["/bin/sh", "-c"]\nRUN useradd --uid 1234567 tickproof',
  looksAt: (source) => ofKind(source, 'RUN'),
  find: (source) =>
    objections(source, {
      culprits: ({ calls }) => calls.filter(isHuge),
      message: '`useradd` makes a huge login log for so high an id',
      fix: {
        title: 'Add `--no-log-init`',
        edit: ({ command }, text, run) => optionBehind(command.words[0], '--no-log-init', text, run),
      },
    }),
});
