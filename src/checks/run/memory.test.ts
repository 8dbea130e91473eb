import { expect, it } from 'vitest';
import { judged, judgedOn } from '../../../test/kit/index.ts';
import check from './memory.ts';

const memory = (p95: number) => ({
  run: {
    memory: {
      unit: 'B',
      samples: [p95],
      median: p95,
      p95,
      max: p95,
      spread: 0,
      limitBytes: 512e6,
      peakBytes: 600e6,
      cgroup: 'v1',
    },
  },
});

it('judges p95 and shows samples, peak and limit', async () => {
  expect((await judgedOn(check, check.example)).status).toBe('pass');
  expect(judged(check, memory(499e6), { target: '<500MB' })).toMatchObject({
    status: 'pass',
    evidence: [{ samples: [499e6] }, {}, { what: 'peak' }, { what: 'limit' }, {}],
  });
});

it('fails from the bound on', () => {
  expect(judged(check, memory(500e6), { target: '<500MB' })).toMatchObject({ findings: [{ reason: 'memory-over' }] });
});
