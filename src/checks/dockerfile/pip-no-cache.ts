import { type Call, hasFlag, isMounted, type Part, runsIn } from './commands/calls.ts';
import { isPipInstall } from './commands/managers.ts';
import { argumentNamed, objections, optionBehind } from './commands/objections.ts';
import { defineRule, type Instruction, ofKind, type ParsedDockerfile } from './rule.ts';
import { assignmentsOf } from './shared.ts';

const TRUTHY = /^["']?(?:1|true|on|yes)["']?$/i;
const SET_HERE = /\bPIP_NO_CACHE_DIR=["']?(?:1|true|on|yes)\b/i;

function keeps(call: Call): boolean {
  return isPipInstall(call) && !call.name.startsWith('pipx') && !hasFlag(call, 'no-cache-dir');
}

/** The steps with PIP_NO_CACHE_DIR, set in their stage before them or in one that it is made from. */
function switchedOff(source: ParsedDockerfile): ReadonlySet<Instruction> {
  const off = new Set<Instruction>();
  const ends = new Map<Part, boolean>();
  for (const part of new Set(runsIn(source).flatMap((run) => [...run.part.parents.toReversed(), run.part]))) {
    let isOff = ends.get(part.parents[0] ?? part) ?? false;
    for (const instruction of part.body) {
      if (instruction.keyword === 'RUN' && isOff) off.add(instruction);
      if (instruction.keyword !== 'ENV') continue;
      const value = assignmentsOf(instruction).findLast(({ name }) => name === 'PIP_NO_CACHE_DIR')?.value;
      if (typeof value === 'string') isOff = TRUTHY.test(value);
    }
    ends.set(part, isOff);
  }
  return off;
}

export default defineRule({
  id: 'dockerfile/pip-no-cache',
  title: 'pip keeps no download cache in the layer',
  why: 'The cache is of no use in the image and is shipped with every pull.',
  remedy:
    'Write `pip install --no-cache-dir …`, set `ENV PIP_NO_CACHE_DIR=1`, or mount a cache over `/root/.cache/pip`.',
  references: [
    'https://pip.pypa.io/en/stable/topics/caching/',
    'https://docs.docker.com/build/cache/optimize/#use-cache-mounts',
  ],
  aliases: ['DL3042'],
  severity: 'warning',
  supersedes: ['dockerfile/caches-left'],
  reason: 'pip-cache-left',
  good: 'FROM python:3.13-slim\nRUN pip install --no-cache-dir requests==2.32.3\n',
  bad: 'ENV PIP_NO_CACHE_DIR=0\nSHELL ["/bin/sh", "-c"]\nRUN pip install tickproof',
  looksAt: (source) => ofKind(source, 'RUN'),
  find: (source) => {
    const off = switchedOff(source);
    return objections(source, {
      culprits: (run) =>
        off.has(run.instruction) || SET_HERE.test(run.instruction.rest) || isMounted(run, '.cache/pip')
          ? []
          : run.calls.filter(keeps),
      message: 'pip leaves its download cache in the image',
      fix: {
        title: 'Add `--no-cache-dir`',
        edit: (call, text, run) => optionBehind(argumentNamed(call, 'install'), '--no-cache-dir', text, run),
      },
    });
  },
});
