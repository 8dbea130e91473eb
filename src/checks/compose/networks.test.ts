import { expect, it } from 'vitest';
import { judged } from '../../../test/kit/index.ts';
import check from './networks.ts';
import { serviceExample } from './shared.ts';

const judgedOn = (keys: object, params = {}) =>
  judged(check, { compose: { ...serviceExample('web', { image: 'web:1.0', ...keys }).facts?.compose } }, params);

it('fails on the default network', () => {
  expect(judgedOn({ networks: { default: null } })).toMatchObject({ findings: [{ reason: 'default-network' }] });
});

it('does not ask services without a network of the project', () => {
  expect(judgedOn({ network_mode: 'none' }).status).toBe('inapplicable');
});

it('takes no network at all for the default one', () => {
  expect(judgedOn({ networks: {} })).toMatchObject({ findings: [{ reason: 'default-network' }] });
  expect(judgedOn({ networks: { front: null } }).status).toBe('pass');
});
