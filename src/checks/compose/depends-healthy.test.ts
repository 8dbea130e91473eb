import { expect, it } from 'vitest';
import { judged } from '../../../test/kit/index.ts';
import check from './depends-healthy.ts';
import { project } from './shared.ts';

const judgedOn = (services: object, more = {}) =>
  judged(check, { compose: { ...project('services:\n  web:\n', { name: 'p', services, ...more }).facts?.compose } });

it('names the edge that waits for a start only', () => {
  const web = { depends_on: { db: { condition: 'service_started' } } };
  expect(judgedOn({ web, db: {} })).toMatchObject({
    findings: [{ reason: 'condition-missing', evidence: [{ at: { startLine: 2 } }] }],
  });
});

it('takes a job that has to succeed, and does not apply where nothing depends', () => {
  const web = { depends_on: { job: { condition: 'service_completed_successfully' } } };
  expect(judgedOn({ web, job: {} }).status).toBe('pass');
  expect(judgedOn({ web: {} }).status).toBe('inapplicable');
});

it('names what can never be waited out', () => {
  const job = { depends_on: { job: { condition: 'service_completed_successfully' } } };
  expect(judgedOn({ web: job, job: { restart: 'always' } })).toMatchObject({ findings: [{ reason: 'never-met' }] });
  const db = { depends_on: { db: { condition: 'service_healthy' } } };
  expect(judgedOn({ web: db, db: { healthcheck: { test: ['NONE'] } } })).toMatchObject({
    findings: [{ reason: 'never-met', message: expect.stringContaining('without a health check') }],
  });
});

it('asks nothing of services that are not there, or that only lend their network', () => {
  const web = { depends_on: { ollama: { condition: 'service_healthy', required: false } } };
  expect(judgedOn({ web }).status).toBe('inapplicable');
  const shared = { network_mode: 'service:vpn', depends_on: { vpn: { condition: 'service_started', restart: true } } };
  expect(judgedOn({ web: shared, vpn: {} }).status).toBe('inapplicable');
});

it('takes a service that lends its volumes for one that is waited for anyway, by its whole name', () => {
  const on = (volumes_from: string[]) =>
    judgedOn({ web: { volumes_from, depends_on: { db: { condition: 'service_started' } } }, db: {} }).status;
  expect(on(['db'])).toBe('inapplicable');
  expect(on(['db:ro'])).toBe('inapplicable');
  expect(on(['cache:ro', 'db:ro'])).toBe('inapplicable');
  expect(on(['dbx', 'x:db'])).toBe('fail');
});
