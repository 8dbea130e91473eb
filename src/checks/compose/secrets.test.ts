import { expect, it } from 'vitest';
import { judged } from '../../../test/kit/index.ts';
import check from './secrets.ts';
import { serviceExample } from './shared.ts';

const judgedOn = (keys: object, params = {}) =>
  judged(check, { compose: { ...serviceExample('web', { image: 'web:1.0', ...keys }).facts?.compose } }, params);

it('finds literal secrets and secret defaults', () => {
  const environment = { DB_PASSWORD: 'hunter-2-blue', API_TOKEN: '${API_TOKEN:-s3cr3t-f4llback}', PORT: '8000' };
  const verdict = judgedOn({ environment });
  expect(verdict.status === 'fail' && verdict.findings.map(({ message }) => message)).toEqual([
    'web: DB_PASSWORD has a secret as its value',
    'web: API_TOKEN has a secret as its default',
  ]);
  expect(verdict).toMatchObject({ findings: [{ reason: 'literal-secret' }, {}] });
});

it('does not blame what comes from outside', () => {
  const environment = { DB_PASSWORD: '${DB_PASSWORD:?set it}', TOKEN_FILE: '/run/secrets/token' };
  expect(judgedOn({ environment }).status).toBe('pass');
});
