import { expect, it } from 'vitest';
import { judged } from '../../../test/kit/index.ts';
import check from './pinned.ts';
import { serviceExample } from './shared.ts';

const judgedOn = (keys: object, params = {}) =>
  judged(check, { compose: { ...serviceExample('web', { image: 'web:1.0', ...keys }).facts?.compose } }, params);

it.each(['web', 'web:latest', 'localhost:5000/web'])('%s is not pinned', (image) => {
  expect(judgedOn({ image })).toMatchObject({ findings: [{ reason: 'unpinned' }] });
});

it('wants a digest when it is asked for one', () => {
  expect(judgedOn({ image: 'web:1' }, { level: 'digest' }).status).toBe('fail');
  expect(judgedOn({ image: `web@sha256:${'a'.repeat(64)}` }, { level: 'digest' }).status).toBe('pass');
});

it('leaves images alone that are built here', () => {
  expect(judgedOn({ image: 'web', build: { context: '.' } }).status).toBe('inapplicable');
});

it('takes what is no reference for not pinned', () => {
  expect(judgedOn({ image: 'Not A Reference' })).toMatchObject({ findings: [{ reason: 'unpinned' }] });
});
