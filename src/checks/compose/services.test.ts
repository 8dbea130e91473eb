import { expect, it } from 'vitest';
import { judged } from '../../../test/kit/index.ts';
import check from './services.ts';

const facts = { compose: { ...check.example.facts?.compose } };

it('names the service that is not there, and those that are', () => {
  expect(judged(check, facts, { services: ['web', 'db'] })).toMatchObject({
    findings: [{ reason: 'service-missing', evidence: [{ value: 'web' }] }],
  });
});

it('passes with the place of each', () => {
  expect(judged(check, facts, { services: ['web'] })).toMatchObject({
    status: 'pass',
    evidence: [{ at: { startLine: 2 } }],
  });
});

it('is inconclusive where the project does not load', () => {
  expect(judged(check, { compose: { files: ['a'], problems: [], model: null } }, { services: ['web'] }).status).toBe(
    'inconclusive',
  );
});

it('does not apply where no service is named', () => {
  expect(judged(check, facts, {})).toMatchObject({
    status: 'inapplicable',
    because: expect.stringContaining('no service'),
  });
});

it('says nothing where there is no compose file', () => {
  expect(judged(check, { compose: { files: [], problems: [], model: null } }, { services: ['web'] })).toMatchObject({
    status: 'inapplicable',
    because: 'there is no compose file',
  });
});
