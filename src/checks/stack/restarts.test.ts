import { expect, it } from 'vitest';
import { judged, judgedOn } from '../../../test/kit/index.ts';
import check from './restarts.ts';
import { life } from './shared.ts';

it('accepts none', async () => {
  expect((await judgedOn(check, check.example)).status).toBe('pass');
});

it('names the service that was restarted', () => {
  const services = [life(), life({ service: 'worker', restarts: 2 })];
  expect(judged(check, { stack: { services } })).toMatchObject({
    findings: [{ reason: 'restarted', message: expect.stringMatching('worker') }],
  });
  expect(judged(check, { stack: { services } }, { target: '<=2' }).status).toBe('pass');
});

it('knows the names of services', () => {
  expect(judged(check, { stack: { services: [life()] } }, { services: ['db'] })).toMatchObject({
    findings: [{ reason: 'service-missing' }],
  });
});

it('does not call nothing well', () => {
  expect(judged(check, { stack: { services: [] } }).status).toBe('inconclusive');
});
