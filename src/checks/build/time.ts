import type { BuildRun, Facts } from '../../domain/index.ts';
import { defineCheck, duration, fail, finding, humanize, justOver, meets, pass, seen, z } from '../kit.ts';

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
  mutants: [{ level: 'R', title: '`RUN sleep` past the bound in the last stage', reason: 'slow-build' }],
  mutantsFor: (_, { target }) =>
    [target.value, justOver(target, 1)]
      .filter((ms) => ms >= 0 && !meets(target, ms))
      .map((ms) => ({
        level: 'J' as const,
        title: `${ms} ms against ${target.text}`,
        reason: 'slow-build' as const,
        edit: ({ build }: Facts) => ({
          build: { ...build, cold: { ...build.cold, elapsedMs: ms + build.cold.pullMs } },
        }),
      })),

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
