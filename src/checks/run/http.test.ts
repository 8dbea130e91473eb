import { describe, expect, it } from 'vitest';
import { judged, judgedOn } from '../../../test/kit/index.ts';
import { madeOf } from '../../../test/kit/made.ts';
import check from './http.ts';

const answer = (over: object = {}, ask: object = {}) => ({
  run: {
    http: [
      { ask: { kind: 'http', path: '/other' }, outcome: { status: 'refused', message: 'ECONNREFUSED' } },
      {
        ask: { kind: 'http', path: '/health', ...ask },
        outcome: {
          status: 'answered',
          code: 200,
          headers: { 'content-type': 'application/json' },
          body: '{"status":"ok","models":[{"name":"e5","size":1}]}',
          elapsedMs: 3,
          ...over,
        },
      },
    ],
  },
});

it('accepts the answer to its own question', async () => {
  expect((await judgedOn(check, check.example)).status).toBe('pass');
  const wanted = {
    path: '/health',
    json: { models: [{ name: 'e5' }] },
    headers: { 'Content-Type': 'json' },
    contains: 'ok',
  };
  expect(judged(check, answer(), wanted).status).toBe('pass');
});

it('asks what its parameters say', () => {
  const params = check.params.parse({ path: '/health', port: 8000, send: { accept: 'text/plain' } });
  expect(check.asks?.(params)).toEqual([
    { kind: 'http', path: '/health', port: 8000, headers: { accept: 'text/plain' } },
  ]);
});

it.each([
  ['status', answer({ code: 500 }), {}],
  ['body', answer({ body: '{"status":"degraded"}' }), { json: { status: 'ok' } }],
  ['body', answer({ body: 'not JSON' }), { json: { status: 'ok' } }],
  ['body', answer(), { contains: 'something else' }],
  ['headers', answer({ headers: {} }), { headers: { 'content-type': 'json' } }],
  ['refused', answer({ status: 'timeout', message: 'no answer within 10000 ms' }), {}],
])('fails by %s', (reason, facts, params) => {
  expect(judged(check, facts, { path: '/health', ...params })).toMatchObject({
    status: 'fail',
    findings: [{ reason }],
  });
});

it('says why nobody answered', () => {
  const diagnosis = {
    kind: 'loopback-only',
    cause: 'It listens on loopback only.',
    evidence: ['listens on 127.0.0.1:8000'],
    remedy: 'Listen on 0.0.0.0.',
  };
  const verdict = judged(check, answer({ status: 'refused', message: 'ECONNREFUSED', diagnosis }), { path: '/health' });
  expect(verdict).toMatchObject({ findings: [{ reason: 'refused', message: expect.stringMatching('loopback only') }] });
});

it('does not judge a question that was not asked', () => {
  expect(judged(check, answer(), { path: '/never' }).status).toBe('inconclusive');
});

it('asks by another method where one is named', () => {
  const asks = check.asks?.(check.params.parse({ path: '/', method: 'HEAD' }));
  expect(asks).toEqual([{ kind: 'http', path: '/', method: 'HEAD' }]);
});

describe('a stub in place of the service', () => {
  const serve = (status: number, body = '', port = 0) => ({ act: { do: 'serve', port, status, body } });
  const stubs = (params: object) => madeOf('R', check, {}, { path: '/', ...params }).map(({ change }) => change);
  const silent = { act: { do: 'sleep' } };

  it('answers with another status, at the port that is asked', () => {
    expect(stubs({})).toEqual([serve(500), null, null, silent]);
    expect(stubs({ status: 500, port: 80 })).toEqual([serve(503, '', 80), null, null, silent]);
  });

  it('answers with a body that does not hold what is wanted', () => {
    expect(stubs({ contains: 'ok' })[1]).toEqual(serve(200));
    expect(stubs({ json: {} })[1]).toEqual(serve(200));
  });

  it('leaves out headers, if they are none of its own, with the body that is wanted', () => {
    const headers = { 'X-Frame-Options': 'DENY', Server: 'x' };
    expect(stubs({ headers })[2]).toEqual(serve(200));
    expect(stubs({ headers, contains: 'ok' })[2]).toEqual(serve(200, 'ok'));
    expect(stubs({ headers, json: { a: 1 } })[2]).toEqual(serve(200, '{"a":1}'));
    expect(stubs({ headers, json: { a: 1 }, contains: 'b' })[2]).toBeNull();
    expect(stubs({ headers: { Date: 'x', Connection: 'close' } })[2]).toBeNull();
  });
});

it('shows status, body and time of an answer', () => {
  expect(judged(check, answer({ body: '', elapsedMs: 3.4 }), { path: '/health' })).toMatchObject({
    evidence: [{ value: '200' }, { value: '(empty)' }, { value: 3, unit: 'ms' }],
  });
});
