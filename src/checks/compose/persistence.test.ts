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

it('takes no anonymous volume, and nothing in memory, for a place that keeps a path', () => {
  expect(judgedOn({ volumes: volumes() }, { paths: ['/data'] })).toMatchObject({
    findings: [{}, { message: 'no service keeps /data' }],
  });
  const tmpfs = { volumes: [{ type: 'tmpfs', target: '/data' }] };
  expect(judgedOn(tmpfs).status).toBe('inapplicable');
  expect(judgedOn(tmpfs, { paths: ['/data'] }).status).toBe('fail');
});
