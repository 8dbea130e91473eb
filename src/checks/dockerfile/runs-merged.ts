import { type Run, runsIn } from './commands/calls.ts';
import { defineRule, ofKind, sighting, type Sighting } from './rule.ts';

/** Steps that nothing stands between, with the same flags, of one command each. */
function isNext(run: Run, before: Run | undefined): boolean {
  if (before?.part !== run.part || run.previous !== before.instruction) return false;
  return [run, before].every(hasOneCommand) && flagsOf(run) === flagsOf(before);
}

function hasOneCommand({ calls }: Run): boolean {
  return calls.filter(({ command, isBehindSudo }) => command.words.length > 0 && !isBehindSudo).length === 1;
}

function flagsOf({ instruction }: Run): string {
  return instruction.flags
    .map(({ name, value }) => `${name}=${value}`)
    .sort()
    .join(' ');
}

export default defineRule({
  id: 'dockerfile/runs-merged',
  title: 'Steps of one command each are not split over RUN instructions',
  why: 'Each RUN is a layer: what one step writes and the next removes stays in the image.',
  remedy: 'Join them: `RUN first && second`; leave them apart where the build cache is worth more.',
  references: ['https://docs.docker.com/build/building/best-practices/#run'],
  aliases: ['DL3059'],
  severity: 'info',
  profile: 'strict',
  reason: 'consecutive-runs',
  good: 'FROM debian:bookworm-slim\nRUN make && make install\n',
  bad: 'SHELL ["/bin/sh", "-c"]\nRUN true\nRUN true',
  looksAt: (source) => ofKind(source, 'RUN'),
  find: (source) =>
    runsIn(source).flatMap((run, at, runs): Sighting[] =>
      !run.part.isTrigger && isNext(run, runs[at - 1])
        ? [sighting(run.instruction, 'this step could be part of the one above')]
        : [],
    ),
});
