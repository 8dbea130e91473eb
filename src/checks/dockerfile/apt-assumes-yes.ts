import { type Call, hasArgument, hasFlag } from './commands/calls.ts';
import { argumentNamed, objections, optionBehind } from './commands/objections.ts';
import { defineRule, ofKind } from './rule.ts';

function asks(call: Call): boolean {
  if (call.name !== 'apt-get' || !hasArgument(call, 'install')) return false;
  if (hasFlag(call, 'y', 'yes', 'assume-yes') || hasArgument(call, '-q=2')) return false;
  const isAnswered = call.args.some(({ text }) => /^(?:-o)?APT::Get::Assume-Yes=(?:true|1|yes|on)$/i.test(text));
  return !isAnswered && !['q', 'quiet'].some((quiet) => call.flags.filter((flag) => flag === quiet).length > 1);
}

export default defineRule({
  id: 'dockerfile/apt-assumes-yes',
  title: 'apt-get install does not ask whether to go on',
  why: 'Nobody answers a question in a build: apt-get then takes it for a no, and the step fails.',
  remedy: 'Write `apt-get install -y …`.',
  references: [
    'https://manpages.debian.org/bookworm/apt/apt-get.8.en.html',
    'https://docs.docker.com/build/building/best-practices/#apt-get',
  ],
  aliases: ['DL3014'],
  severity: 'warning',
  reason: 'apt-asks',
  good: 'FROM debian:bookworm-slim\nRUN apt-get update && apt-get install -y curl\n',
  bad: 'SHELL ["/bin/sh", "-c"]\nRUN apt-get install tickproof',
  looksAt: (source) => ofKind(source, 'RUN'),
  find: (source) =>
    objections(source, {
      culprits: ({ calls }) => calls.filter(asks),
      message: '`apt-get install` without `-y` waits for an answer',
      fix: {
        title: 'Add `-y`',
        edit: (call, text, run) => optionBehind(argumentNamed(call, 'install'), '-y', text, run),
      },
    }),
});
