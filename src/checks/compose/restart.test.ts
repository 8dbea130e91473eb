import { expect, it } from 'vitest';
import { judged } from '../../../test/kit/index.ts';
import check from './restart.ts';
import { project } from './shared.ts';

const judgedOn = (services: object, more = {}) =>
  judged(check, { compose: { ...project('services:\n  web:\n', { name: 'p', services, ...more }).facts?.compose } });

it('fails without a policy, and where deploy says none', () => {
  expect(judgedOn({ web: {} })).toMatchObject({ findings: [{ reason: 'no-restart' }] });
  const deploy = { restart_policy: { condition: 'none' } };
  expect(judgedOn({ web: { restart: 'always', deploy } })).toMatchObject({ findings: [{ reason: 'no-restart' }] });
});

it('does not ask jobs that others wait for', () => {
  const web = { restart: 'always', depends_on: { job: { condition: 'service_completed_successfully' } } };
  expect(judgedOn({ web, job: { restart: 'no' } }).status).toBe('pass');
});

it('takes a policy without a condition for one that always restarts', () => {
  expect(judgedOn({ web: { deploy: { restart_policy: {} } } })).toMatchObject({ evidence: [{ value: 'any' }] });
  expect(judgedOn({ web: { deploy: { restart_policy: null }, restart: 'always' } })).toMatchObject({
    evidence: [{ value: 'always' }],
  });
});
