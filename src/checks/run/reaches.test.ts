import { expect, it } from 'vitest';
import { judged, judgedOn } from '../../../test/kit/index.ts';
import { madeOf } from '../../../test/kit/made.ts';
import check from './reaches.ts';

const url = 'http://host.docker.internal:11434/api/tags';
const reached = (outcome: object) => ({
  run: { reaches: [{ ask: { kind: 'reach', url }, outcome, how: 'node of the image' }] },
});
const answered = { status: 'answered', code: 200, body: '{"models":[{"name":"e5:latest"}]}', elapsedMs: 5 };

it('accepts the answer that is wanted', async () => {
  expect((await judgedOn(check, check.example)).status).toBe('pass');
  expect(judged(check, reached(answered), { url, json: { models: [{ name: 'e5:latest' }] } }).status).toBe('pass');
});

it('names the cause when nothing is reached', () => {
  const diagnosis = {
    kind: 'host-unreachable',
    cause: 'The service listens on 127.0.0.1 only.',
    evidence: [],
    remedy: 'Listen on 0.0.0.0.',
  };
  const verdict = judged(check, reached({ status: 'unreachable', message: 'ECONNREFUSED', diagnosis }), { url });
  expect(verdict).toMatchObject({
    findings: [{ reason: 'unreachable', message: expect.stringMatching('127.0.0.1 only') }],
  });
});

it.each([
  ['status', { ...answered, code: 404 }, {}],
  ['body', answered, { contains: 'another model' }],
])('fails by %s', (reason, outcome, more) => {
  const verdict = judged(check, reached(outcome), { url, ...more });
  expect(verdict).toMatchObject({ findings: [{ reason }] });
});

it('does not judge where nothing could ask', () => {
  expect(judged(check, { run: { reaches: [] } }, { url }).status).toBe('inconclusive');
});

it.each(['http://LOCALHOST:80/', 'http://127.0.0.2/', 'http://[::1]:8080/', 'http://0.0.0.0/'])(
  'cannot keep a container from reaching itself at %s, so the service is silenced',
  (own) => {
    expect(madeOf('R', check, {}, { url: own }).map(({ change }) => change)).toEqual([
      null,
      null,
      { act: { do: 'sleep' } },
    ]);
  },
);

it.each([
  ['http://api.example:11434/', { 'api.example': '255.255.255.255' }],
  ['http://10.0.0.1/', null],
  ['http://[fe80::1]/', null],
])('keeps it from reaching %s by the network, and by its name where it has one', (far, hosts) => {
  expect(madeOf('R', check, {}, { url: far }).map(({ change }) => change)).toEqual([
    { network: 'none' },
    hosts && { hosts },
    null,
  ]);
});
