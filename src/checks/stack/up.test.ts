import { expect, it } from 'vitest';
import { judged, judgedOn } from '../../../test/kit/index.ts';
import { life } from './shared.ts';
import check from './up.ts';

const up = (over: object = {}) => ({
  succeeded: true,
  elapsedMs: 2400,
  message: null,
  log: [],
  diagnosis: null,
  ...over,
});
const failed = up({ succeeded: false, message: 'web is unhealthy', log: ['dependency failed to start'] });
const diagnosis = {
  kind: 'health-tool-missing',
  cause: 'The health check calls `curl`, which is not in the image.',
  evidence: ['curl: not found'],
  remedy: 'Install it.',
};

it('accepts a stack that is well in time', async () => {
  expect((await judgedOn(check, check.example)).status).toBe('pass');
});

it('names each service that is not, with its cause', () => {
  const ill = [
    life({ health: 'unhealthy', healthyMs: null, diagnosis } as object),
    life({ service: 'job', status: 'exited', exitCode: 1, health: 'none' }),
  ];
  expect(judged(check, { stack: { up: failed, services: ill } })).toMatchObject({
    findings: [
      { reason: 'service-unhealthy', message: expect.stringMatching(/web is unhealthy.*curl/) },
      { reason: 'service-exited', message: expect.stringMatching(/job ended with exit code 1/) },
    ],
  });
});

it('says what compose says where there is no service yet', () => {
  const missing = {
    kind: 'variable-missing',
    cause: 'The variable `TOKEN` is missing.',
    evidence: [],
    remedy: 'Set it.',
  };
  const verdict = judged(check, {
    stack: { up: { ...failed, message: 'required variable TOKEN', diagnosis: missing }, services: [] },
  });
  expect(verdict).toMatchObject({ findings: [{ reason: 'not-up', message: expect.stringMatching('TOKEN') }] });
});

it('fails one that takes too long', () => {
  expect(judged(check, { stack: { up: up(), services: [life()] } }, { target: '<2s' })).toMatchObject({
    findings: [{ reason: 'slow-up' }],
  });
});

it('does not call nothing well', () => {
  expect(judged(check, { stack: { up: up(), services: [] } }).status).toBe('inconclusive');
});
