import { expect, it } from 'vitest';
import type { ContainerState } from '../../domain/index.ts';
import { type Moments, noteMoments, timelineOf } from './moments.ts';

const UP = Date.parse('2026-01-01T00:00:00Z');
const time = (seconds: number) => new Date(UP + seconds * 1000).toISOString();
const probe = (end: number, exitCode: number) => ({ start: time(end), end: time(end), exitCode, output: '' });

const state = (over: Partial<ContainerState>): ContainerState => ({
  id: 'c1',
  name: 'web-1',
  status: 'running',
  pid: 1,
  exitCode: null,
  oomKilled: false,
  error: '',
  createdAt: time(1),
  startedAt: time(2),
  finishedAt: '',
  restartCount: 0,
  health: null,
  published: {},
  addresses: {},
  labels: {},
  image: 'web',
  ...over,
});

function told(looks: readonly (readonly ContainerState[])[]) {
  const moments: Moments = new Map();
  for (const states of looks) noteMoments(moments, 'web', states);
  return timelineOf(moments, 'web', UP).map(({ what, atMs, exitCode }) => [
    what,
    atMs / 1000,
    ...(exitCode === undefined ? [] : [exitCode]),
  ]);
}

it('tells each thing once, however often one looks', () => {
  const starting = state({ health: { status: 'starting', log: [probe(3, 1)] } });
  const healthy = state({ health: { status: 'healthy', log: [probe(3, 1), probe(4, 0), probe(5, 0)] } });
  const later = state({ health: { status: 'healthy', log: [probe(5, 0), probe(6, 0)] } });
  expect(told([[starting], [healthy], [healthy], [later]])).toEqual([
    ['created', 1],
    ['started', 2],
    ['healthy', 4],
  ]);
});

it('tells every start and end with the exit code that was seen', () => {
  const first = state({ status: 'restarting', exitCode: 3, finishedAt: time(3) });
  const second = state({ startedAt: time(4), finishedAt: time(3), restartCount: 1 });
  const last = state({ status: 'exited', startedAt: time(4), finishedAt: time(5), exitCode: 0 });
  expect(told([[state({})], [second], [first], [last]])).toEqual([
    ['created', 1],
    ['started', 2],
    ['ended', 3, 3],
    ['started', 4],
    ['ended', 5, 0],
  ]);
});

it('takes the containers of a service together, and knows nothing of one that has none', () => {
  const other = state({ id: 'c2', createdAt: time(1.5), startedAt: '' });
  expect(told([[state({}), other]]).map(([what]) => what)).toEqual(['created', 'created', 'started']);
  expect(timelineOf(new Map(), 'web', UP)).toEqual([]);
});
