import { expect, it } from 'vitest';
import { judged, judgedOn } from '../../../test/kit/index.ts';
import check from './logs.ts';
import { life } from './shared.ts';

const line = (text: string) => ({ stream: 'stderr' as const, at: '', text });

it('accepts quiet minds that speak', async () => {
  expect((await judgedOn(check, check.example)).status).toBe('pass');
});

it('names the service and its lines', () => {
  const verdict = judged(check, {
    stack: { services: [life(), life({ service: 'db', logs: [line('FATAL: no role')] })] },
  });
  expect(verdict).toMatchObject({ findings: [{ reason: 'log-match', message: expect.stringMatching(/^db: 1 of 1/) }] });
});

it('fails on silence, unless it is allowed', () => {
  const silent = { stack: { services: [life({ logs: [] })] } };
  expect(judged(check, silent)).toMatchObject({ findings: [{ reason: 'no-logs' }] });
  expect(judged(check, silent, { silent: ['web'] }).status).toBe('pass');
});

it('judges only the services that are named, and knows their names', () => {
  const two = { stack: { services: [life(), life({ service: 'db', logs: [line('FATAL: no role')] })] } };
  expect(judged(check, two, { services: ['web'] }).status).toBe('pass');
  expect(judged(check, two, { services: ['cache'] })).toMatchObject({ findings: [{ reason: 'service-missing' }] });
});

it('does not call nothing well', () => {
  expect(judged(check, { stack: { services: [] } }).status).toBe('inconclusive');
});

it('does not reproach a service with silence that never started', () => {
  const idle = life({ startedMs: null, healthyMs: null, status: 'missing', logs: [] });
  expect(judged(check, { stack: { services: [idle] } })).toMatchObject({
    status: 'inconclusive',
    because: 'web never started, see stack/up',
  });
  const db = life({ service: 'db', logs: [line('FATAL: no role')] });
  expect(judged(check, { stack: { services: [idle, db] } })).toMatchObject({
    status: 'fail',
    findings: [{ reason: 'log-match' }],
  });
});
