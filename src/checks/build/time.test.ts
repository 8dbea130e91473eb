import { expect, it } from 'vitest';
import { judged } from '../../../test/kit/index.ts';
import check from './time.ts';

const at = { file: 'Dockerfile', startLine: 4, endLine: 4 };
const slow = {
  name: '[2/2] RUN make',
  stage: 'stage-0',
  instruction: 'RUN make',
  at,
  cached: false,
  elapsedMs: 280_000,
};
const facts = (elapsedMs: number, pullMs = 0) => ({
  build: { cold: { elapsedMs, pullMs, steps: [slow] }, warm: { elapsedMs: 700, pullMs: 0, steps: [] } },
});

it('does not count the time in which base images are fetched', () => {
  expect(judged(check, facts(340_000, 50_000))).toMatchObject({
    status: 'pass',
    evidence: [{ kind: 'measure', value: 290_000 }, { value: 50_000 }, { value: 700 }, { at }],
  });
});

it('fails at the bound itself and names the slowest step', () => {
  expect(judged(check, facts(300_000))).toMatchObject({
    status: 'fail',
    findings: [{ reason: 'slow-build', evidence: [{ value: 300_000 }, {}, {}, { kind: 'source', at }] }],
  });
  expect(judged(check, facts(299_999)).status).toBe('pass');
});

it('names the three slowest steps that stand in the Dockerfile', () => {
  const steps = [1_000, 5_000, 0, 3_000, 9_000, 4_000].map((elapsedMs, index) => ({
    ...slow,
    elapsedMs,
    instruction: index === 1 ? null : `RUN s${index}`,
    at: index === 4 ? null : { ...at, startLine: index },
  }));
  const { cold, warm } = facts(10_000, 12_000).build;
  expect(judged(check, { build: { cold: { ...cold, steps }, warm } })).toMatchObject({
    evidence: [
      { value: 0 },
      {},
      {},
      { text: '5 s: [2/2] RUN make', at: { startLine: 1 } },
      { text: '4 s: RUN s5' },
      { text: '3 s: RUN s3' },
    ],
  });
  const some = judged(check, { build: { cold: { ...cold, steps: steps.slice(1, 5) }, warm } });
  expect(some.status === 'pass' && some.evidence).toHaveLength(5);
});

it('leaves out steps that took no time, and names one that took any', () => {
  const { cold, warm } = facts(10_000).build;
  const steps = [0, 1].map((elapsedMs) => ({ ...slow, elapsedMs }));
  expect(judged(check, { build: { cold: { ...cold, steps }, warm } })).toMatchObject({
    evidence: [{}, {}, {}, { text: '1 ms: RUN make' }],
  });
});

it('takes another bound', () => {
  expect(judged(check, facts(61_000), { target: '<=1m' }).status).toBe('fail');
});
