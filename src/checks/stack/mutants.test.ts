import { expect, it } from 'vitest';
import type { AnyCheck } from '../../domain/index.ts';
import down from './down.ts';
import http from './http.ts';
import logs from './logs.ts';
import persists from './persists.ts';
import reaches from './reaches.ts';
import restarts from './restarts.ts';
import { life } from './shared.ts';
import up from './up.ts';

/** What the check's mutants change of a stack, with their reasons. */
function changesOf(check: AnyCheck, asked: object, stack: object): (readonly [string, unknown])[] {
  const params: unknown = check.params.parse(asked);
  return [...check.mutants, ...(check.mutantsFor?.({ stack } as never, params) ?? [])].flatMap((it) =>
    it.level === 'P' ? [[it.reason, it.edit({ stack }, params)] as const] : [],
  );
}

const two = [life(), life({ service: 'db' }), life({ service: 'idle', startedMs: null, status: 'missing', logs: [] })];
const runs = (service: string, act: object, more: object = {}) => ({ service, run: { act, ...more } });

it('ends each service that was started', () => {
  expect(changesOf(up, {}, { services: two })).toEqual([
    ['service-unhealthy', runs('web', { do: 'exit', code: 1 })],
    ['service-unhealthy', runs('db', { do: 'exit', code: 1 })],
  ]);
  const many = Array.from({ length: 9 }, (_, index) => life({ service: `s${index}` }));
  expect(changesOf(up, {}, { services: many })).toHaveLength(6);
  expect(changesOf(up, {}, { services: [] })).toEqual([['service-unhealthy', null]]);
});

it('puts each service to sleep, or lets it print what must not be there', () => {
  const printed = { do: 'print', stream: 'stderr', text: expect.stringMatching('panic') as unknown };
  expect(changesOf(logs, { pattern: 'panic:', silent: ['db'] }, { services: two })).toEqual([
    ['log-match', runs('web', printed)],
    ['no-logs', runs('web', { do: 'sleep' })],
    ['log-match', runs('db', printed)],
  ]);
  expect(changesOf(logs, { services: ['db'] }, { services: two }).map(([, change]) => change)).toMatchObject([
    { service: 'db' },
    { service: 'db' },
  ]);
  expect(changesOf(logs, { services: ['db'], silent: ['db'], except: ['.'] }, { services: two })).toEqual([
    ['log-match', null],
    ['no-logs', null],
  ]);
});

it('ends a service again and again, as often as is too much', () => {
  const again = (afterMs: number) => runs('web', { do: 'exit', code: 1, afterMs }, { restarts: true });
  const one = { services: [life()] };
  expect(changesOf(restarts, {}, one)).toEqual([['restarted', again(1_500)]]);
  expect(changesOf(restarts, { target: '<=2' }, one)).toEqual([['restarted', again(100)]]);
  expect(changesOf(restarts, { target: '<=9' }, one)).toEqual([['restarted', null]]);
});

it('answers in place of the service that was asked, and never as it should', () => {
  const asked = { path: '/health', json: { status: 'ok' }, headers: { ETag: 'x' } };
  const answered = { http: [{ ask: { kind: 'http', path: '/health' }, outcome: {}, service: 'db' }] };
  const serves = (status: number, body: string) => runs('db', { do: 'serve', port: 0, status, body });
  expect(changesOf(http, asked, answered)).toEqual([
    ['status', serves(500, '')],
    ['body', serves(200, 'made to fail')],
    ['refused', runs('db', { do: 'sleep' })],
    ['headers', serves(200, '{"status":"ok"}')],
  ]);
  const plain = { path: '/health', status: 500 };
  expect(changesOf(http, plain, answered).map(([, change]) => change)).toEqual([
    serves(503, ''),
    null,
    runs('db', { do: 'sleep' }),
    null,
  ]);
  expect(changesOf(http, asked, { http: [] }).map(([, change]) => change)).toEqual([null, null, null, null]);
});

it('finds another body also where the usual ones are wanted', () => {
  const answered = { http: [{ ask: { kind: 'http', path: '/' }, outcome: {}, service: 'web' }] };
  expect(changesOf(http, { contains: 'made' }, answered)[1]).toMatchObject(['body', { run: { act: { body: '{}' } } }]);
  expect(changesOf(http, { contains: '' }, answered)[1]).toEqual(['body', null]);
});

it.each([
  ['http://store:7000/', { apart: ['web'] }],
  ['http://host.docker.internal:11434/', { service: 'web', hosts: { 'host.docker.internal': '255.255.255.255' } }],
  ['http://web:8000/', runs('web', { do: 'sleep' })],
  ['http://127.0.0.1:8000/', runs('web', { do: 'sleep' })],
  ['http://10.1.2.3/', null],
  ['http://[fd00::1]/', null],
])('takes %s out of reach', (url, change) => {
  const answers = [{ ask: { kind: 'reach', url }, outcome: {}, how: '', service: 'web' }];
  const services = [life(), life({ service: 'store' })];
  expect(changesOf(reaches, { url }, { reaches: answers, services })).toEqual([['unreachable', change]]);
  expect(changesOf(reaches, { url }, { reaches: [], services })).toEqual([['unreachable', null]]);
});

it('forgets what was written, and leaves somebody on the network', () => {
  const asked = { write: { path: '/' }, read: { path: '/' } };
  expect(changesOf(persists, asked, {})).toEqual([['lost', { forgets: true }]]);
  expect(changesOf(down, {}, { services: two })).toEqual([['left-behind', { outsider: true }]]);
  expect(changesOf(down, {}, { services: [] })).toEqual([['left-behind', null]]);
});

it.each([
  [up, {}],
  [http, { contains: 'x' }],
  [logs, {}],
  [reaches, { url: 'http://db/' }],
  [restarts, {}],
  [down, {}],
] as readonly (readonly [AnyCheck, object])[])('changes nothing of a stack that nobody has seen', (check, asked) => {
  const params: unknown = check.params.parse(asked);
  const changes = check.mutants.flatMap((it) => (it.level === 'P' ? [it.edit({}, params)] : []));
  expect(new Set(changes)).toEqual(new Set([null]));
});

it('leads a name nowhere while no service is known', () => {
  const answers = (url: string) => [{ ask: { kind: 'reach', url }, outcome: {}, how: '', service: 'web' }];
  const of = (url: string) => changesOf(reaches, { url }, { reaches: answers(url) });
  expect(of('http://store:7000/')).toEqual([['unreachable', { service: 'web', hosts: { store: '255.255.255.255' } }]]);
});

it('shares worlds between checks', () => {
  const stack = { services: two, http: [{ ask: { kind: 'http', path: '/' }, outcome: {}, service: 'web' }] };
  expect(changesOf(http, {}, stack)).toContainEqual(['refused', runs('web', { do: 'sleep' })]);
  expect(changesOf(logs, {}, stack)).toContainEqual(['no-logs', runs('web', { do: 'sleep' })]);
});
