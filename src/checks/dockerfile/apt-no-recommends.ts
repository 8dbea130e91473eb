import { type Call, hasArgument, hasFlag } from './commands/calls.ts';
import { argumentNamed, objections, optionBehind } from './commands/objections.ts';
import { defineRule, ofKind } from './rule.ts';

function recommends(call: Call): boolean {
  if (call.name !== 'apt-get' || !hasArgument(call, 'install') || hasFlag(call, 'no-install-recommends')) return false;
  return !call.args.some(({ text }) => /^(?:-o)?APT::Install-Recommends=(?:false|0|no|off)$/i.test(text));
}

export default defineRule({
  id: 'dockerfile/apt-no-recommends',
  title: 'apt-get install leaves recommended packages out',
  why: 'Recommended packages are not needed to run what was asked for; they make the image larger and bring more to patch.',
  remedy: 'Write `apt-get install --no-install-recommends …`, and name what is really needed.',
  references: [
    'https://manpages.debian.org/bookworm/apt/apt-get.8.en.html',
    'https://docs.docker.com/build/building/best-practices/#apt-get',
  ],
  aliases: ['DL3015'],
  severity: 'info',
  reason: 'recommends-installed',
  good: 'FROM debian:bookworm-slim\nRUN apt-get update && apt-get install -y --no-install-recommends curl\n',
  bad: 'SHELL ["/bin/sh", "-c"]\nRUN apt-get install -y tickproof',
  looksAt: (source) => ofKind(source, 'RUN'),
  find: (source) =>
    objections(source, {
      culprits: ({ calls }) => calls.filter(recommends),
      message: '`apt-get install` brings recommended packages as well',
      fix: {
        title: 'Add `--no-install-recommends`',
        edit: (call, text, run) => optionBehind(argumentNamed(call, 'install'), '--no-install-recommends', text, run),
      },
    }),
});
