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
  mended,
  plural,
  seen,
  z,
} from '../kit.ts';
import { beyond, isUpper, type RunChange, type Starts } from './shared.ts';

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

const NEVER =
  'See in its log and in `run/starts` what it waits for. What tells that it is ready may be another sign (`run.ready`), and it may need longer (`run.timeout`).';

const probeSooner = (probedMs: number): string =>
  `The engine asks for its health ${humanize(probedMs, 'ms')} after the start for the first time, and until then it is not ready. Shorten \`--interval\` of HEALTHCHECK (30 s where it says nothing), or let it ask often at first: \`--start-period=30s --start-interval=1s\` (Docker 25 or later).`;

const openTimes = (samples: Starts['samples']): readonly number[] =>
  samples.flatMap(({ portOpenMs }) => portOpenMs ?? []).toSorted((left, right) => left - right);

/** How long the engine waits before it asks, where that explains the time: the first probe found it ready, and its port was open in time. */
function probedFirst({ firstProbeMs, ready, samples }: Starts, target: Bound): number | null {
  if (firstProbeMs === undefined || ready === null) return null;
  if (ready.median < firstProbeMs || ready.median >= 2 * firstProbeMs) return null;
  return openTimes(samples).every((ms) => meets(target, ms)) ? firstProbeMs : null;
}

/** When it could have been asked. */
function portsOpen(samples: Starts['samples']) {
  const last = openTimes(samples).at(-1);
  return last === undefined
    ? []
    : [seen.value('port open', `${humanize(Math.round(last), 'ms')} after the start, at the latest`)];
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
      const message = `${never} of ${plural(samples.length, 'start')} did not get ready`;
      return fail(mended(NEVER, finding('never-ready', message, seen.measure('starts', samples.length, 'count'))));
    }
    const times = ready.samples.map(Math.round);
    const probedMs = probedFirst(starts, target);
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
    const what =
      probedMs === null ? 'start to ready' : `start to healthy, first probed after ${humanize(probedMs, 'ms')}`;
    return judgeMeasure('slow-start', `${what}, median of ${samples.length}`, median, target, {
      samples: times,
      more: probedMs === null ? [host] : [...portsOpen(samples), host],
      remedy: probedMs === null ? null : probeSooner(probedMs),
    });
  },
});
