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

it('finds the password that a default puts into an address', () => {
  const url = (host: string, password: string) =>
    judgedOn({ environment: { DSN: `postgresql://app:${password}@${host}/app` } });
  expect(url('db', '${PW:-tr0ub4dor}')).toMatchObject({
    findings: [{ message: 'web: DSN has a secret as its default' }],
  });
  expect(url('${DB_HOST:-db}', '${PW}').status).toBe('pass');
});

it('does not blame what comes from outside', () => {
  const environment = { DB_PASSWORD: '${DB_PASSWORD:?set it}', TOKEN_FILE: '/run/secrets/token' };
  expect(judgedOn({ environment }).status).toBe('pass');
});

it('takes a key for a secret where its value looks or calls itself so', () => {
  const found = (environment: object) => judgedOn({ environment }).status;
  expect(found({ APP_KEY: ['super', 'secret', '123'].join('-') })).toBe('fail');
  expect(found({ SESSION_SALT: ['9f86d081', '884c7d65', '9a2feaa0'].join('') })).toBe('fail');
  expect(found({ SORT_KEY: 'created_at', PUBLIC_KEY: 'ssh-ed25519 AAAAC3', CACHE_KEY: 'users' })).toBe('pass');
});

it('reads the env files that git keeps, and says which line', () => {
  const [service] = serviceExample('web', {}).facts?.compose?.model?.services ?? [];
  const at = { file: 'app.env', startLine: 3, endLine: 3 };
  const fromFiles = [{ name: 'DB_PASSWORD', value: ['hunter', '2', 'blue'].join('-'), at }];
  const facts = serviceExample('web', {}).facts?.compose;
  const compose = { ...facts, model: { ...facts?.model, services: [{ ...service, fromFiles }] } };
  expect(judged(check, { compose })).toMatchObject({
    findings: [{ message: 'web: DB_PASSWORD has a secret as its value in an env file', evidence: [{ at }] }],
  });
});

it('counts every variable that a service gets', () => {
  expect(judgedOn({ environment: { A: '1', B: '${B}' } })).toMatchObject({
    evidence: [{ what: 'variables of web', value: 2 }],
  });
});

it('takes a key for a secret by its length and its mix of letters and digits', () => {
  const found = (value: string) => judgedOn({ environment: { APP_KEY: value } }).status;
  const random = '7gq2x9kd4m8wz3vb';
  expect(found(random)).toBe('fail');
  expect(found(random.slice(1))).toBe('pass');
  expect(found('mostly-letters-and-no-digit')).toBe('pass');
  expect(found(['se', 'cret', '-1'].join(''))).toBe('fail');
  expect(found(['se', 'cret', '1'].join(''))).toBe('pass');
});

it('looks at what stands beside a variable, and at nothing where nothing is written', () => {
  const token = ['ghp', 'A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8'].join('_');
  expect(judgedOn({ environment: { HEADER: ['Bearer', token, '${USER}'].join(' ') } }).status).toBe('fail');
  expect(judgedOn({ environment: { DB_PASSWORD: '', API_TOKEN: null } }).status).toBe('pass');
});
