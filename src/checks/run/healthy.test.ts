import { expect, it } from 'vitest';
import { judged, judgedOn } from '../../../test/kit/index.ts';
import check from './healthy.ts';

const health = {
  configured: true,
  test: ['CMD', 'curl'],
  status: 'healthy',
  healthyMs: 900,
  probes: [{ exitCode: 0, output: '' }],
  diagnosis: null,
};

it('accepts a container that is healthy in time', async () => {
  expect((await judgedOn(check, check.example)).status).toBe('pass');
});

it('fails where the engine has nothing to report', () => {
  const verdict = judged(check, { run: { health: { ...health, configured: false, status: 'none', healthyMs: null } } });
  expect(verdict).toMatchObject({ findings: [{ reason: 'no-healthcheck' }] });
});

it('shows what the probe said that never succeeded', () => {
  const probes = [{ exitCode: 127, output: 'exec: "curl": executable file not found' }];
  const verdict = judged(check, { run: { health: { ...health, status: 'unhealthy', healthyMs: null, probes } } });
  expect(verdict).toMatchObject({
    findings: [{ reason: 'never-healthy', evidence: [{}, { value: expect.stringMatching('curl') }] }],
  });
});

it('fails one that takes too long', () => {
  expect(judged(check, { run: { health } }, { target: '<500ms' })).toMatchObject({
    findings: [{ reason: 'slow-health' }],
  });
});

it('shows the last two probes that said anything', () => {
  const probes = ['first', 'second', 'third', ' '].map((output) => ({ exitCode: 1, output }));
  const verdict = judged(check, { run: { health: { ...health, status: 'unhealthy', healthyMs: null, probes } } });
  expect(verdict).toMatchObject({ findings: [{ evidence: [{}, { value: 'second' }, { value: 'third' }] }] });
});

it.each([{ status: 'starting' }, { healthyMs: null }])('fails one of which only half is known: %j', (over) => {
  expect(judged(check, { run: { health: { ...health, ...over } } })).toMatchObject({
    findings: [{ reason: 'never-healthy' }],
  });
});
