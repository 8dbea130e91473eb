import { expect, it } from 'vitest';
import { judged } from '../../../test/kit/index.ts';
import check from './persistence.ts';
import { serviceExample } from './shared.ts';

const judgedOn = (keys: object, params = {}) =>
  judged(check, { compose: { ...serviceExample('web', { image: 'web:1.0', ...keys }).facts?.compose } }, params);

const volumes = (source?: string) => [{ type: 'volume', target: '/data', ...(source ? { source } : {}) }];

it('fails on an anonymous volume', () => {
  expect(judgedOn({ volumes: volumes() })).toMatchObject({ findings: [{ reason: 'not-persistent' }] });
});

it('fails where a path that is named is on no volume', () => {
  expect(judgedOn({ volumes: volumes('data') }, { paths: ['/data', '/db'] })).toMatchObject({
    findings: [{ reason: 'not-persistent', message: 'no service keeps /db' }],
  });
});

it('does not apply where no data is kept', () => {
  expect(judgedOn({}).status).toBe('inapplicable');
});
