import { expect, it } from 'vitest';
import { judged, judgedOn } from '../../../test/kit/index.ts';
import check from './cpu.ts';

const cpu = (meanMillicores: number) => ({
  run: {
    cpu: {
      unit: 'millicores',
      samples: [20, 900],
      median: 20,
      p95: 900,
      max: 900,
      spread: 1,
      meanMillicores,
      windowMs: 30_000,
      probes: 2,
    },
  },
});

it("judges the counter's difference over the whole window, not its peaks", async () => {
  expect((await judgedOn(check, check.example)).status).toBe('pass');
  expect(judged(check, cpu(99)).status).toBe('pass');
});

it('fails from the bound on', () => {
  expect(judged(check, cpu(100))).toMatchObject({ findings: [{ reason: 'cpu-over' }] });
});
