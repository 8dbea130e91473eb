import { boundMutants, defineCheck, judgeMeasure, seen, size, z } from '../kit.ts';

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
  mutants: [{ level: 'R', title: 'a wrapper that allocates past the bound', reason: 'memory-over' }],
  mutantsFor: (_, { target }) =>
    boundMutants('run')('memory-over', target, 1, ({ memory }, p95) => ({ memory: { ...memory, p95 } })),

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
