import { type Call, hasArgument, isMounted, type Run, runsIn } from './commands/calls.ts';
import { removes } from './commands/managers.ts';
import { commandBehind, objections } from './commands/objections.ts';
import { defineRule, ofKind, type TextEdit } from './rule.ts';

const LISTS = '/var/lib/apt/lists';

function updates(run: Run): readonly Call[] {
  if (!run.part.isKept || isMounted(run, LISTS)) return [];
  if (isMounted(run, '/var/lib/apt') && isMounted(run, '/var/cache/apt')) return [];
  const cleans = run.calls.some(
    (call) => removes(call, '/var/lib/apt') || hasArgument(call, 'distclean', 'dist-clean'),
  );
  return cleans ? [] : run.calls.filter((call) => isApt(call) && hasArgument(call, 'update')).slice(0, 1);
}

function isApt({ name }: Call): boolean {
  return ['apt-get', 'apt', 'aptitude'].includes(name);
}

function installs(call: Call): boolean {
  return isApt(call) && hasArgument(call, 'install');
}

/** Removing the lists is safe where the step installs what it fetched them for, and no other step lives on them. */
function cleanUp(run: Run, installing: readonly Run[], text: string): TextEdit | null {
  const last = run.calls.findLast(isApt);
  if (!last || !installs(last) || installing.length > 1) return null;
  return commandBehind(last, `rm -rf ${LISTS}/*`, text, run);
}

export default defineRule({
  id: 'dockerfile/apt-lists-removed',
  title: 'Package lists of apt do not stay in the layer that fetched them',
  why: 'The lists are out of date the next day, are shipped with every pull, and a later `rm` frees nothing.',
  remedy: 'End the step with `rm -rf /var/lib/apt/lists/*`, or mount caches over `/var/lib/apt` and `/var/cache/apt`.',
  references: [
    'https://docs.docker.com/build/building/best-practices/#apt-get',
    'https://docs.docker.com/build/cache/optimize/#use-cache-mounts',
  ],
  aliases: ['DL3009'],
  severity: 'info',
  supersedes: ['dockerfile/caches-left'],
  reason: 'apt-lists-left',
  good: 'FROM debian:bookworm-slim\nRUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*\n',
  bad: 'SHELL ["/bin/sh", "-c"]\nRUN apt-get update',
  looksAt: (source) => ofKind(source, 'RUN'),
  find: (source) => {
    const installing = runsIn(source).filter(({ calls }) => calls.some(installs));
    return objections(source, {
      culprits: updates,
      message: ({ name }) => `the lists that \`${name} update\` fetches stay in the image`,
      fix: { title: 'Remove the lists in the same step', edit: (_, text, run) => cleanUp(run, installing, text) },
    });
  },
});
