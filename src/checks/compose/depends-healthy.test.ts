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
  expect(judgedOn({ web: { depends_on: { job: { condition: 'service_completed_successfully' } } } }).status).toBe(
    'pass',
  );
  expect(judgedOn({ web: {} }).status).toBe('inapplicable');
});
