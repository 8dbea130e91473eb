import type { BuildRun, Facts } from '../../domain/index.ts';
import { sleeping } from './edits.ts';
import {
  type Bound,
  defineCheck,
  duration,
  fail,
  finding,
  humanize,
  justOver,
  meets,
  pass,
  seen,
  type Sources,
  z,
} from '../kit.ts';

const SHOWN_STEPS = 3;

export default defineCheck({
  id: 'build/time',
  version: 1,
  title: 'A build without cache is faster than its bound',
  why: 'A slow build is run less often, and every fix waits for it.',
  remedy:
    'Look at the slowest steps: keep downloads in cache mounts, build independent parts in stages of their own, send less context.',
  references: ['https://docs.docker.com/build/cache/optimize/'],
  aliases: [],
  reads: ['build.cold', 'build.warm'],
  params: z.strictObject({
    target: duration('<5m').describe(
      'Time of a build without cache, without the time in which only base images are fetched',
    ),
  }),
  reasons: ['slow-build'],
  example: { facts: { build: { cold: run(18_000, 2_000), warm: run(700, 0) } } },
  mutants: [
    {
      level: 'B',
      title: '`RUN sleep` past the bound in the last stage that runs commands',
      reason: 'slow-build',
      edit: (sources, { build }, { target }) =>
        isAffordable(target) && build?.cold
          ? sleeping(sources, { cold: build.cold }, Math.ceil((target.value + 1) / MS_PER_SECOND))
          : null,
    },
  ],
  mutantsFor: ({ build: { cold, warm } }, { target }) => [
    ...sleepingALittle(cold, warm, target),
    ...[target.value, justOver(target, 1)]
      .filter((ms) => ms >= 0 && !meets(target, ms))
      .map((ms) => ({
        level: 'J' as const,
        title: `${ms} ms against ${target.text}`,
        reason: 'slow-build' as const,
        edit: ({ build }: Facts) => ({
          build: { ...build, cold: { ...build.cold, elapsedMs: ms + build.cold.pullMs } },
        }),
      })),
  ],

  judge: ({ build: { cold, warm } }, { target }) => {
    const ms = Math.max(0, cold.elapsedMs - cold.pullMs);
    const measure = seen.measure('build without cache', ms, 'ms', target);
    const beside = [
      seen.measure('fetching base images', cold.pullMs, 'ms'),
      seen.measure('build from the cache', warm.elapsedMs, 'ms'),
      ...slowest(cold),
    ];
    if (meets(target, ms)) return pass(measure, ...beside);
    return fail(
      finding(
        'slow-build',
        `a build without cache took ${humanize(ms, 'ms')}, wanted ${target.text}`,
        measure,
        ...beside,
      ),
    );
  },
});

/** Longer sleeps are not worth it: a nearer bound shows the same. */
const LONGEST_SLEEP_MS = 10_000;
const MS_PER_SECOND = 1_000;

function isAffordable({ op, value }: Bound): boolean {
  return (op === '<' || op === '<=') && value <= LONGEST_SLEEP_MS;
}

/** Where the bound is far off: a build from the cache, which the sleep alone takes past half as much again as it took. */
function sleepingALittle(cold: BuildRun, warm: BuildRun, target: Bound) {
  const usualMs = Math.max(0, warm.elapsedMs - warm.pullMs);
  const ms = Math.ceil((1.5 * usualMs + 1_000) / 100) * 100;
  const nearer: Bound = { ...target, op: '<', value: ms, text: `<${humanize(ms, 'ms')}` };
  if (isAffordable(target) || !meets(target, ms)) return [];
  const seconds = Math.ceil(ms / MS_PER_SECOND);
  return [
    {
      level: 'B' as const,
      title: `\`RUN sleep ${seconds}\` in the last stage that runs commands, built from the cache and judged by ${nearer.text}`,
      reason: 'slow-build' as const,
      params: { target: nearer },
      edit: (sources: Sources) => sleeping(sources, { cold }, seconds),
    },
  ];
}

function slowest({ steps }: BuildRun) {
  const own = steps.filter(({ at, elapsedMs }) => at !== null && elapsedMs > 0);
  return own
    .toSorted((a, b) => b.elapsedMs - a.elapsedMs)
    .slice(0, SHOWN_STEPS)
    .flatMap(({ at, instruction, name, elapsedMs }) =>
      at ? [seen.place(`${humanize(elapsedMs, 'ms')}: ${instruction ?? name}`, at)] : [],
    );
}

function run(elapsedMs: number, pullMs: number): BuildRun {
  return { elapsedMs, pullMs, steps: [] };
}
