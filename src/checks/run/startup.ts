import {
  type Bound,
  boundMutants,
  defineCheck,
  duration,
  fail,
  finding,
  humanize,
  inconclusive,
  judgeMeasure,
  meets,
  seen,
  z,
} from '../kit.ts';
import { beyond, isUpper, type RunChange } from './shared.ts';

/** Longer waits are not worth it: a nearer bound shows the same. */
const AFFORDABLE_MS = 10_000;

const putOff = (ms: number): RunChange => ({ act: { do: 'wait', ms: ms + 1 } });

/** Where the bound is far off: past one that is just beyond what was measured. */
function putOffALittle(medianMs: number, target: Bound) {
  if (!isUpper(target) || target.value <= AFFORDABLE_MS) return [];
  const nearer = beyond(target, medianMs);
  return [
    {
      level: 'R' as const,
      title: `a start that is put off by ${humanize(nearer.value, 'ms')}, judged by ${nearer.text}`,
      reason: 'slow-start' as const,
      params: { target: nearer },
      edit: () => putOff(nearer.value),
    },
  ];
}

export default defineCheck({
  id: 'run/startup',
  version: 1,
  title: 'The service is ready in time after a start',
  why: 'Deployments, restarts and scaling wait for it, and probes give up on what takes too long.',
  remedy: 'Do less before listening: load lazily, compile at build time, connect in the background.',
  references: ['https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/'],
  reads: ['run.starts'],
  params: z.strictObject({ target: duration('<30s').describe('Median time from the start to ready') }),
  reasons: ['slow-start', 'never-ready'],
  example: {
    facts: {
      run: {
        starts: {
          samples: [700, 600, 620].map((readyMs, index) => ({
            createMs: 90,
            firstLogMs: 120,
            portOpenMs: 150,
            readyMs,
            healthyMs: null,
            cold: index === 0,
          })),
          ready: { unit: 'ms', samples: [700, 600, 620], median: 620, p95: 700, max: 700, spread: 0.16 },
          unstable: false,
          loadAverage: 0.4,
        },
      },
    },
  },
  mutants: [
    {
      level: 'R',
      title: 'a start that is put off past the bound',
      reason: 'slow-start',
      edit: (_, { target }) => (isUpper(target) && target.value <= AFFORDABLE_MS ? putOff(target.value) : null),
    },
  ],
  mutantsFor: ({ run: { starts } }, { target }) => [
    ...boundMutants('run')('slow-start', target, 1, (seenOnes, median) => ({
      starts: {
        ...seenOnes.starts,
        unstable: false,
        samples: seenOnes.starts.samples.slice(0, 1).map((it) => ({ ...it, readyMs: median })),
        ready: { unit: 'ms', samples: [median], median, p95: median, max: median, spread: 0 },
      },
    })),
    ...putOffALittle(starts.ready?.median ?? 0, target),
  ],

  judge: ({ run: { starts } }, { target }) => {
    const { samples, ready, unstable, loadAverage } = starts;
    const never = samples.filter(({ readyMs }) => readyMs === null).length;
    if (ready === null || never > 0) {
      return fail(
        finding(
          'never-ready',
          `${never} of ${samples.length} starts did not get ready`,
          seen.measure('starts', samples.length, 'count'),
        ),
      );
    }
    const times = ready.samples.map(Math.round);
    const host = seen.value(
      'host',
      `load average ${loadAverage}, spread ${humanize(ready.spread, 'ratio')}${unstable ? ', unstable' : ''}`,
    );
    const median = Math.round(ready.median);
    if (unstable && meets(target, median) !== meets(target, ready.max)) {
      return inconclusive(
        `starts took from ${humanize(Math.min(...times), 'ms')} to ${humanize(Math.max(...times), 'ms')} on a busy machine, on both sides of ${target.text}`,
        'Repeat it while the machine does nothing else.',
      );
    }
    return judgeMeasure('slow-start', `start to ready, median of ${samples.length}`, median, target, {
      samples: times,
      more: [host],
    });
  },
});
