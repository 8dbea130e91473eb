import type { Instruction, Stage } from '../../domain/index.ts';
import { hasNoShell } from './families.ts';
import { isArchive } from './instructions.ts';
import { inStages } from './layout.ts';
import { isPlainPath, under } from './paths.ts';
import { defineRule, type ParsedDockerfile, type Sighting, sighting } from './rule.ts';
import { lastStages, throughStages } from './through.ts';

const HOMES = new Set(['/', '/bin', '/sbin', '/usr', '/usr/bin', '/usr/sbin', '/usr/local', '/usr/local/bin']);
const SHELLS = /^(?:sh|ash|bash|dash|busybox.*|toybox.*)$/;
const STARTS = ['CMD', 'ENTRYPOINT', 'HEALTHCHECK'];

/** Whether a shell may be there behind an instruction: what it copies could hold one, or somebody has thought of it. */
function mayBring({ keyword, args, form, flags }: Instruction): boolean {
  if (keyword === 'SHELL') return true;
  if (keyword === 'RUN') return form === 'exec' || flags.some(({ name }) => name === 'mount');
  if (keyword !== 'COPY' && keyword !== 'ADD') return false;
  const target = args.at(-1) ?? '';
  if (!isPlainPath(target) || HOMES.has(under('/', target))) return true;
  return args.some((it) => isArchive(it) || SHELLS.test(it.slice(it.lastIndexOf('/') + 1)));
}

const inShellForm = ({ inner, form }: Instruction): boolean => (inner ?? { form }).form === 'shell';

/** What the stage starts in shell form; a CMD beside an ENTRYPOINT is its arguments. */
function startsOf({ body }: Stage): readonly Instruction[] {
  const last = STARTS.flatMap((kind) => body.findLast(({ keyword }) => keyword === kind) ?? []);
  const hasProgram = last.some(({ keyword, form }) => keyword === 'ENTRYPOINT' && form === 'exec');
  return last.filter((it) => inShellForm(it) && !(it.keyword === 'CMD' && hasProgram));
}

function find({ stages }: ParsedDockerfile): readonly Sighting[] {
  const found: Sighting[] = [];
  const ends = new Set(lastStages(stages));
  throughStages(
    stages,
    ({ base }) => !hasNoShell(base),
    (before, stage) => {
      let mayBeThere = before;
      for (const it of stage.body) {
        if (it.keyword === 'RUN' && it.form === 'shell' && !mayBeThere && it.flags.length === 0)
          found.push(sighting(it, 'The base has no shell that could run this, and nothing brings one'));
        mayBeThere ||= mayBring(it);
      }
      if (!mayBeThere && ends.has(stage))
        found.push(...startsOf(stage).map((it) => sighting(it, `${it.keyword} needs a shell, and the image has none`)));
      return mayBeThere;
    },
  );
  return found.toSorted((left, right) => left.at.startLine - right.at.startLine);
}

export default defineRule({
  id: 'dockerfile/shell-is-there',
  title: 'What is written in shell form has a shell to run it',
  why: '`CMD server` is `/bin/sh -c server`: on `scratch` and distroless images there is no `/bin/sh`, and the container ends before it began.',
  remedy: 'Write the JSON array: `CMD ["/server"]`; run shell steps in an earlier stage.',
  references: ['https://docs.docker.com/reference/dockerfile/#shell-and-exec-form'],
  aliases: [],
  severity: 'error',
  supersedes: ['dockerfile/exec-form', 'dockerfile/start-command-is-json', 'dockerfile/command-is-there'],
  reason: 'shell-missing',
  good: 'FROM gcr.io/distroless/static-debian12\nCOPY server /server\nCMD ["/server"]\n',
  bad: 'FROM scratch\nCMD planted',
  looksAt: (source) => inStages(source, 'RUN', ...STARTS),
  find,
});
