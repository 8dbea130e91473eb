import { expect, it } from 'vitest';
import { judged, judgedOn } from '../../../test/kit/index.ts';
import check from './startup.ts';

const sample = (readyMs: number | null) => ({
  createMs: 90,
  firstLogMs: 1,
  portOpenMs: 2,
  readyMs,
  healthyMs: null,
  cold: false,
});
const starts = (times: readonly (number | null)[], median: number, unstable = false) => {
  const samples = times.flatMap((it) => it ?? []);
  const max = Math.max(0, ...samples);
  const ready = samples.length === 0 ? null : { unit: 'ms', samples, median, p95: max, max, spread: 0.5 };
  return { run: { starts: { samples: times.map(sample), ready, unstable, loadAverage: 3 } } };
};

it('judges the median', async () => {
  expect((await judgedOn(check, check.example)).status).toBe('pass');
  expect(judged(check, starts([9000, 1000, 1100], 1100), { target: '<5s' }).status).toBe('pass');
  expect(judged(check, starts([1000, 9000, 9100], 9000), { target: '<5s' })).toMatchObject({
    findings: [{ reason: 'slow-start' }],
  });
});

it('fails when one start never gets ready', () => {
  expect(judged(check, starts([1000, null], 1000))).toMatchObject({ findings: [{ reason: 'never-ready' }] });
  expect(judged(check, starts([null], 0))).toMatchObject({ findings: [{ reason: 'never-ready' }] });
});

it('does not judge what an unstable host leaves open', () => {
  expect(judged(check, starts([1000, 4000, 9000], 4000, true), { target: '<5s' }).status).toBe('inconclusive');
  expect(judged(check, starts([1000, 2000, 4000], 2000, true), { target: '<5s' }).status).toBe('pass');
});
