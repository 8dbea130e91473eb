import { type Call, type Part, type Run, runsIn } from './commands/calls.ts';
import { objections } from './commands/objections.ts';
import { defineRule, ofKind, type ParsedDockerfile } from './rule.ts';

const DOWNLOADERS = ['wget', 'curl'];

/** What each step downloads with, once the steps of its stage so far have used both. */
function besideAnother(source: ParsedDockerfile): ReadonlyMap<Run, Call> {
  const used = new Map<Part, Set<string>>();
  const beside = new Map<Run, Call>();
  for (const run of runsIn(source)) {
    const calls = run.calls.filter(({ name }) => DOWNLOADERS.includes(name));
    const names = new Set([...(used.get(run.part) ?? []), ...calls.map(({ name }) => name)]);
    used.set(run.part, names);
    const last = calls.at(-1);
    if (last && names.size > 1) beside.set(run, last);
  }
  return beside;
}

export default defineRule({
  id: 'dockerfile/one-downloader',
  title: 'A stage downloads with wget or with curl, not with both',
  why: 'Two tools for one thing are two packages to install, patch and know the options of.',
  remedy: 'Take one of them in all steps of the stage.',
  references: ['https://docs.docker.com/build/building/best-practices/#dont-install-unnecessary-packages'],
  aliases: ['DL4001'],
  severity: 'warning',
  profile: 'strict',
  reason: 'two-downloaders',
  good: 'FROM debian:bookworm-slim\nRUN curl -fsSL https://example.com/tool -o /usr/bin/tool\n',
  bad: 'SHELL ["/bin/sh", "-c"]\nRUN wget -q https://example.com/tickproof\nRUN curl -fsSLO https://example.com/tickproof',
  looksAt: (source) => ofKind(source, 'RUN'),
  find: (source) => {
    const beside = besideAnother(source);
    return objections(source, {
      culprits: (run) => [beside.get(run) ?? []].flat(),
      message: ({ name }) =>
        `\`${name}\` is used beside \`${DOWNLOADERS.find((other) => other !== name)}\` in this stage`,
    });
  },
});
