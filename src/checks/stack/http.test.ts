import { expect, it } from 'vitest';
import { judged, judgedOn } from '../../../test/kit/index.ts';
import check from './http.ts';

const answer = (outcome: object) => ({
  stack: { http: [{ ask: { kind: 'http', path: '/health', service: 'web' }, outcome, service: 'web' }] },
});
const params = { path: '/health', service: 'web' };

it('accepts the answer that is wanted', async () => {
  expect((await judgedOn(check, check.example)).status).toBe('pass');
});

it.each([
  ['status', { status: 'answered', code: 500, headers: {}, body: '', elapsedMs: 1 }, {}],
  ['body', { status: 'answered', code: 200, headers: {}, body: '{"a":1}', elapsedMs: 1 }, { json: { a: 2 } }],
  ['headers', { status: 'answered', code: 200, headers: {}, body: '', elapsedMs: 1 }, { headers: { etag: 'x' } }],
  ['refused', { status: 'refused', message: 'ECONNRESET' }, {}],
])('fails by %s', (reason, outcome, more) => {
  expect(judged(check, answer(outcome), { ...params, ...more })).toMatchObject({ findings: [{ reason }] });
});

it('does not judge what was not asked', () => {
  expect(judged(check, { stack: { http: [] } }, params).status).toBe('inconclusive');
});

it('asks what it is told to ask', () => {
  expect(
    check.asks?.(check.params.parse({ service: 'web', path: '/x', port: 81, send: { accept: 'text/plain' } })),
  ).toEqual([{ kind: 'http', service: 'web', path: '/x', port: 81, headers: { accept: 'text/plain' } }]);
  expect(check.asks?.(check.params.parse({}))).toEqual([{ kind: 'http', path: '/' }]);
});
