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

const probed = (firstProbeMs: number, readyMs: number, portOpenMs: number | null = 150) => {
  const { samples, ...rest } = starts([readyMs], readyMs).run.starts;
  return { run: { starts: { ...rest, samples: samples.map((it) => ({ ...it, portOpenMs })), firstProbeMs } } };
};

it('says that the first health probe was waited for, where that explains the time', () => {
  expect(judged(check, probed(30_000, 30_100))).toMatchObject({
    findings: [
      {
        reason: 'slow-start',
        message: 'start to healthy, first probed after 30 s, median of 1: 30.1 s, wanted <30s',
        evidence: [{ kind: 'measure' }, { what: 'port open', value: '150 ms after the start, at the latest' }, {}],
        remedy: expect.stringContaining('--start-interval=1s') as unknown,
      },
    ],
  });
  expect(judged(check, probed(10_000, 10_100))).toMatchObject({
    status: 'pass',
    evidence: [{ what: 'start to healthy, first probed after 10 s, median of 1', value: 10_100 }, {}, {}],
  });
});

it.each([
  ['that was ready before the first probe was due', probed(30_000, 2_000), '<1s'],
  ['that the first probe found unready', probed(10_000, 40_000), '<30s'],
  ['whose port opened too late itself', probed(30_000, 35_000, 31_000), '<30s'],
])('keeps to the general words for a service %s', (_, facts, target) => {
  expect(judged(check, facts, { target })).toMatchObject({
    findings: [{ message: expect.stringMatching(/^start to ready, /) as unknown }],
  });
  expect(judged(check, facts, { target })).toMatchObject({
    findings: [expect.not.objectContaining({ remedy: expect.anything() as unknown }) as unknown],
  });
});

it('sends who never gets ready to the log and to the sign that is waited for', () => {
  expect(judged(check, starts([null], 0))).toMatchObject({
    findings: [{ message: '1 of 1 start did not get ready', remedy: expect.stringContaining('run.ready') as unknown }],
  });
});
