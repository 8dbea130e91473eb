import { expect, it } from 'vitest';
import type { BuildVertex } from '../../domain/index.ts';
import { BuildTrace } from './build-trace.ts';
import { PodmanSteps } from './podman-build.ts';
import { secretOption } from './secret-option.ts';
import { withoutSyntax } from './syntax-line.ts';

const VALUES = [
  { vertexes: [{ digest: 'sha256:a', name: '[1/2] FROM node' }] },
  { vertexes: [{ digest: 'sha256:a', name: '[1/2] FROM node', started: '2026-01-01T00:00:00.5Z', cached: true }] },
  { vertexes: [{ digest: 'sha256:b', name: '[2/2] RUN npm ci', started: '2026-01-01T00:00:01.000500Z' }] },
  { logs: [{ vertex: 'sha256:b', stream: 1, data: Buffer.from('added 3').toString('base64') }] },
  { logs: [{ vertex: 'sha256:b', stream: 1, data: Buffer.from(' packages\nand').toString('base64') }] },
  { statuses: [{ id: 'x', vertex: 'sha256:b' }] },
  {
    vertexes: [
      {
        digest: 'sha256:b',
        name: '[2/2] RUN npm ci',
        started: '2026-01-01T00:00:02Z',
        completed: '2026-01-01T00:00:03Z',
        error: 'exit code: 1',
      },
    ],
  },
];

it.each([
  ['one value a line', 0],
  ['values over several lines (buildx below 0.14)', 2],
])('reads a trace of %s', (_, indent) => {
  const seen: BuildVertex[] = [];
  const trace = new BuildTrace((vertex) => seen.push(vertex));
  for (const value of VALUES) for (const line of JSON.stringify(value, null, indent).split('\n')) trace.add(line);
  trace.add('ERROR: failed to solve: exit code: 1');
  expect(trace.vertexes).toMatchObject([
    { name: '[1/2] FROM node', cached: true, completedMs: null, error: null },
    { name: '[2/2] RUN npm ci', cached: false, error: 'exit code: 1', log: ['added 3 packages'] },
  ]);
  expect(trace.vertexes[1]?.startedMs).toBeCloseTo(Date.parse('2026-01-01T00:00:01Z') + 0.5, 3);
  expect(trace.vertexes[1]?.completedMs).toBe(Date.parse('2026-01-01T00:00:03Z'));
  expect(trace.prose).toBe('ERROR: failed to solve: exit code: 1');
  expect(seen.at(-1)).toEqual(trace.vertexes[1]);
});

it('takes what only looks like a trace for words', () => {
  const trace = new BuildTrace(() => {});
  for (const line of ['{not json}', 'then', '{', 'more', '}']) trace.add(line);
  expect(trace.vertexes).toEqual([]);
  expect(trace.prose).toBe('{not json}\nthen\n{\nmore\n}');
});

it.each([
  ['no directive', 'FROM node\n', null],
  ['a comment before it', '# hello\n# syntax=docker/dockerfile:1\nFROM node\n', null],
  ['alone', '# syntax=docker/dockerfile:1\nFROM node\n', '#\nFROM node\n'],
  ['before another', '# syntax=docker/dockerfile:1\n# escape=`\nFROM node\n', '# escape=`\n#\nFROM node\n'],
  [
    'after another, with CRLF',
    '#check=error=true\r\n#Syntax = x/y\r\nFROM node\r\n',
    '#check=error=true\r\n#\nFROM node\r\n',
  ],
])('leaves out the syntax directive and keeps every line number: %s', (_, text, expected) => {
  expect(withoutSyntax(text)).toBe(expected);
});

it('quotes secrets as CSV', () => {
  expect(secretOption({ id: 'ca', src: '/etc/ca.crt' })).toBe('id=ca,src=/etc/ca.crt');
  expect(secretOption({ id: 'ca', src: '/a,b"c' })).toBe('id=ca,"src=/a,b""c"');
  expect(secretOption({ id: 'token', env: 'TOKEN' })).toBe('id=token,env=TOKEN');
});

it("reads podman's prose as steps", () => {
  let now = 0;
  const steps = new PodmanSteps(
    () => ++now,
    () => {},
  );
  for (const line of [
    '[1/2] STEP 1/2: FROM node',
    '--> 0123',
    '[1/2] STEP 2/2: RUN npm ci',
    '--> Using cache 4567',
    '[2/2] STEP 1/1: RUN false',
    'boom',
  ]) {
    steps.add(line);
  }
  steps.end('exit status 1');
  expect(steps.vertexes).toMatchObject([
    { name: '[stage-0 1/2] FROM node', cached: false, startedMs: 1, completedMs: 2, error: null },
    { name: '[stage-0 2/2] RUN npm ci', cached: true },
    { name: '[stage-1 1/1] RUN false', error: 'exit status 1', log: ['boom'] },
  ]);
});
