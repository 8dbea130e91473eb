import { type Bound, boundMutants, defineCheck, humanize, judgeMeasure, seen, size, z } from '../kit.ts';
import { below, isUpper, type RunChange } from './shared.ts';

/** More is not taken from a machine that does other things as well: a nearer bound shows the same. */
const AFFORDABLE_BYTES = 2 ** 30;
const SOME_BYTES = 64e6;

const holds = (bytes: number): RunChange => ({ act: { do: 'allocate', bytes: Math.ceil(bytes) + 1 } });

/** Where the bound is far off: past one that is just beyond what was measured. */
function holdsALittle(p95: number, target: Bound) {
  if (!isUpper(target) || target.value <= AFFORDABLE_BYTES) return [];
  const nearer = below(target, p95 + SOME_BYTES);
  return [
    {
      level: 'R' as const,
      title: `${humanize(2 * SOME_BYTES, 'B')} are held beside the service, judged by ${nearer.text}`,
      reason: 'memory-over' as const,
      params: { target: nearer },
      edit: () => holds(2 * SOME_BYTES),
    },
  ];
}

export default defineCheck({
  id: 'run/memory',
  version: 1,
  title: 'The idle service holds less memory than its bound',
  why: 'What it holds at rest is paid for on every machine, and is the floor for any limit.',
  remedy:
    'Load less at start-up, and tell the runtime how much it may take (`--max-old-space-size`, workers, pool sizes).',
  references: [
    'https://docs.docker.com/reference/cli/docker/container/stats/',
    'https://docs.kernel.org/admin-guide/cgroup-v2.html#memory',
  ],
  aliases: ['PROD-001.9'],
  reads: ['run.memory'],
  params: z.strictObject({
    target: size('<512MB').describe('p95 of what cannot be given back: usage less inactive file cache'),
  }),
  reasons: ['memory-over'],
  example: {
    facts: {
      run: {
        memory: {
          unit: 'B',
          samples: [38e6, 38e6, 39e6],
          median: 38e6,
          p95: 39e6,
          max: 39e6,
          spread: 0.03,
          limitBytes: 512e6,
          peakBytes: 90e6,
          cgroup: 'v2',
        },
      },
    },
  },
  mutants: [
    {
      level: 'R',
      title: 'as much memory as the bound allows is held beside the service',
      reason: 'memory-over',
      edit: (_, { target }) => (isUpper(target) && target.value <= AFFORDABLE_BYTES ? holds(target.value) : null),
    },
  ],
  mutantsFor: ({ run: { memory } }, { target }) => [
    ...boundMutants('run')('memory-over', target, 1, (seenOnes, p95) => ({ memory: { ...seenOnes.memory, p95 } })),
    ...holdsALittle(memory.p95, target),
  ],

  judge: ({ run: { memory } }, { target }) => {
    const { p95, median, peakBytes, limitBytes, samples, cgroup } = memory;
    const more = [
      seen.measure('median', median, 'B'),
      ...(peakBytes === null ? [] : [seen.measure('peak', peakBytes, 'B')]),
      ...(limitBytes === null ? [] : [seen.measure('limit', limitBytes, 'B')]),
      seen.value('cgroup', cgroup),
    ];
    return judgeMeasure('memory-over', 'memory at rest, p95', p95, target, { samples, more });
  },
});
