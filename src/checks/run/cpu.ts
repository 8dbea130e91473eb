import { type Bound, boundMutants, defineCheck, judgeMeasure, seen, share, z } from '../kit.ts';
import { below, isUpper, type RunChange } from './shared.ts';

const MILLICORES = 1000; // of one core
const THOUSANDTHS = 1000; // what is written as a share of a core is that many: no rounding puts it on the bound's other side

/** What spins beside a service gets at least this share of a core, whatever else the machine does. */
const SURE_SHARE = 0.25;
const SPINS: RunChange = { act: { do: 'spin' } };

/** Where the bound is beyond what can be had: a bound that is just beyond what was measured. */
function spinsALittle(used: number, target: Bound) {
  if (!isUpper(target) || target.value <= SURE_SHARE) return [];
  const nearer = below(target, Math.min(target.value, used + SURE_SHARE / 2));
  return [
    {
      level: 'R' as const,
      title: `a program that spins beside the service, judged by ${nearer.text}`,
      reason: 'cpu-over' as const,
      params: { target: nearer },
      edit: () => SPINS,
    },
  ];
}

export default defineCheck({
  id: 'run/cpu',
  version: 1,
  title: 'The idle service uses less CPU than its bound',
  why: 'A service that is busy while nobody asks polls, spins or restarts something.',
  remedy: 'Look for timers, watchers and polling; a health check that starts a runtime costs too: probe less often.',
  references: ['https://docs.docker.com/reference/cli/docker/container/stats/'],
  reads: ['run.cpu'],
  params: z.strictObject({
    target: share('<10%').describe("Share of one core, from the counter's difference over the window"),
  }),
  reasons: ['cpu-over'],
  example: {
    facts: {
      run: {
        cpu: {
          unit: 'millicores',
          samples: [18, 22],
          median: 20,
          p95: 22,
          max: 22,
          spread: 0.2,
          meanMillicores: 20,
          windowMs: 30_000,
          probes: 1,
        },
      },
    },
  },
  mutants: [
    {
      level: 'R',
      title: 'a program that spins beside the service',
      reason: 'cpu-over',
      edit: (_, { target }) => (isUpper(target) && target.value <= SURE_SHARE ? SPINS : null),
    },
  ],
  mutantsFor: ({ run: { cpu } }, { target }) => [
    ...boundMutants('run')('cpu-over', target, 0.001, (seenOnes, value) => ({
      cpu: { ...seenOnes.cpu, meanMillicores: Math.round(value * MILLICORES * THOUSANDTHS) / THOUSANDTHS },
    })),
    ...spinsALittle(cpu.meanMillicores / MILLICORES, target),
  ],

  judge: ({ run: { cpu } }, { target }) => {
    const { meanMillicores, samples, max, windowMs, probes } = cpu;
    const more = [
      seen.measure('busiest five seconds', max, 'millicores'),
      seen.measure('window', Math.round(windowMs), 'ms'),
      seen.measure('health probes in it', probes, 'count'),
    ];
    const used = meanMillicores / MILLICORES;
    return judgeMeasure('cpu-over', 'CPU at rest, share of a core', used, target, {
      samples: samples.map((it) => it / MILLICORES),
      more,
    });
  },
});
