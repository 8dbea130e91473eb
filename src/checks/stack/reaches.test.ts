import { expect, it } from 'vitest';
import { judged, judgedOn } from '../../../test/kit/index.ts';
import check from './reaches.ts';
import { life } from './shared.ts';

const url = 'http://store:7000/';
const answer = (outcome: object) => ({
  stack: {
    reaches: [{ ask: { kind: 'reach', url, service: 'web' }, outcome, how: 'node of the image', service: 'web' }],
    services: [life(), life({ service: 'store' })],
  },
});
const params = { url, service: 'web' };

it('accepts the answer that is wanted', async () => {
  expect((await judgedOn(check, check.example)).status).toBe('pass');
});

it.each([
  ['unreachable', { status: 'unreachable', message: 'ENOTFOUND store', diagnosis: null }, {}],
  ['status', { status: 'answered', code: 503, body: '', elapsedMs: 1 }, {}],
  ['body', { status: 'answered', code: 200, body: 'ok', elapsedMs: 1 }, { contains: 'stored' }],
])('fails by %s', (reason, outcome, more) => {
  expect(judged(check, answer(outcome), { ...params, ...more })).toMatchObject({ findings: [{ reason }] });
});

it('does not judge what could not be asked', () => {
  expect(judged(check, { stack: { reaches: [], services: [] } }, params).status).toBe('inconclusive');
});
