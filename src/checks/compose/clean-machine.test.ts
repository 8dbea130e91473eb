import { expect, it } from 'vitest';
import { judged } from '../../../test/kit/index.ts';
import check from './clean-machine.ts';
import { project } from './shared.ts';

const judgedOn = (services: object, more = {}) =>
  judged(check, { compose: { ...project('services:\n  web:\n', { name: 'p', services, ...more }).facts?.compose } });

it('names everything external', () => {
  const more = { volumes: { data: { external: true } }, secrets: { key: { external: true } } };
  const verdict = judgedOn({ web: {} }, more);
  expect(verdict.status === 'fail' && verdict.findings.map(({ message }) => message.split(' ')[0])).toEqual([
    'volumes.data',
    'secrets.key',
  ]);
  expect(verdict).toMatchObject({ findings: [{ reason: 'external-missing' }, {}] });
});

it('passes where the project makes its own', () => {
  expect(judgedOn({ web: {} }, { volumes: { data: {} } }).status).toBe('pass');
});
