import { expect, it } from 'vitest';
import { judged } from '../../../test/kit/index.ts';
import check from './logging.ts';
import { serviceExample } from './shared.ts';

const judgedOn = (keys: object, params = {}) =>
  judged(check, { compose: { ...serviceExample('web', { image: 'web:1.0', ...keys }).facts?.compose } }, params);

it('fails on json-file without a bound, which is the default', () => {
  expect(judgedOn({})).toMatchObject({ findings: [{ reason: 'unbounded-log' }] });
  expect(judgedOn({ logging: { driver: 'json-file', options: { 'max-size': '-1' } } }).status).toBe('fail');
});

it('takes drivers that bound the log themselves', () => {
  expect(judgedOn({ logging: { driver: 'local' } }).status).toBe('pass');
});
