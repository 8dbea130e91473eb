import { expect, it } from 'vitest';
import { judged, judgedOn } from '../../../test/kit/index.ts';
import check from './restarts.ts';

it('accepts none and fails one', async () => {
  expect((await judgedOn(check, check.example)).status).toBe('pass');
  expect(judged(check, { run: { restarts: { count: 1, windowMs: 10_000 } } })).toMatchObject({
    findings: [{ reason: 'restarted' }],
  });
});
