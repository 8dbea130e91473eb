import { expect, it } from 'vitest';
import { judged, judgedOn } from '../../../test/kit/index.ts';
import check from './persists.ts';

const params = { service: 'web', write: { path: '/notes', body: 'kept' }, read: { command: ['cat', '/data/notes'] } };
const ask = {
  kind: 'persist',
  service: 'web',
  write: { kind: 'http', method: 'POST', path: '/notes', body: 'kept' },
  read: { kind: 'command', argv: ['cat', '/data/notes'] },
};
const done = (code: number, output: string) => ({ status: 'done', code, output });
const good = {
  ask,
  service: 'web',
  before: done(1, 'no such file'),
  wrote: done(201, ''),
  read: done(0, 'kept'),
  again: done(0, 'kept'),
  notUp: null,
};
const judgedOnLife = (over: object, more = {}) =>
  judged(check, { stack: { services: [], persists: [{ ...good, ...over }] } }, { ...params, ...more });

it('accepts what is read again', async () => {
  expect((await judgedOn(check, check.example)).status).toBe('pass');
  expect(judgedOnLife({}).status).toBe('pass');
});

it.each([
  ['lost', { again: done(1, 'no such file') }],
  ['lost', { again: done(0, 'other') }],
  ['lost', { again: { status: 'failed', message: 'web is not running' } }],
  ['not-written', { wrote: done(500, 'disk full') }],
  ['not-written', { wrote: { status: 'failed', message: 'ECONNREFUSED' } }],
  ['not-read', { read: done(1, 'no such file') }],
  ['not-read', { before: done(0, 'kept') }],
  ['not-up-again', { again: null, notUp: 'db is unhealthy' }],
])('fails by %s', (reason, over) => {
  expect(judgedOnLife(over)).toMatchObject({ findings: [{ reason }] });
});

it('looks only for the text where one is named', () => {
  const over = { read: done(0, 'kept at 10:00'), again: done(0, 'kept, read at 10:01') };
  expect(judgedOnLife(over).status).toBe('fail');
  expect(judgedOnLife(over, { contains: 'kept' }).status).toBe('pass');
  expect(judgedOnLife({ ...over, before: done(0, 'kept long ago') }, { contains: 'kept' }).status).toBe('fail');
});

it('does not judge a stack that did not come up', () => {
  expect(judged(check, { stack: { services: [], persists: [] } }, params).status).toBe('inconclusive');
});

it.each([
  [199, 'fail'],
  [200, 'pass'],
  [302, 'pass'],
  [399, 'pass'],
  [400, 'fail'],
] as const)('takes a write that was answered with %i for: %s', (code, status) => {
  expect(judgedOnLife({ wrote: done(code, '') }).status).toBe(status);
});

it('asks what it is told to ask, of the service and at the port that it is told', () => {
  const step = { path: '/notes', port: 81, headers: { accept: 'text/plain' }, service: 'api' };
  expect(check.asks?.(check.params.parse({ write: step, read: { command: ['cat'], service: 'db' } }))).toEqual([
    {
      kind: 'persist',
      write: { kind: 'http', method: 'POST', ...step },
      read: { kind: 'command', argv: ['cat'], service: 'db' },
    },
  ]);
});
