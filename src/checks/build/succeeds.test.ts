import { expect, it } from 'vitest';
import { judged, judgedOn } from '../../../test/kit/index.ts';
import check from './succeeds.ts';

const at = { file: 'Dockerfile', startLine: 3, endLine: 3 };
const built = { status: 'built', image: 'app:latest' };
const failed = {
  status: 'failed',
  reason: 'build-failed',
  message: 'process "/bin/sh -c uv sync" did not complete successfully: exit code: 127',
  at,
  log: ['/bin/sh: 1: uv: not found'],
  diagnosis: { kind: 'tool-missing', cause: 'A build step calls `uv`.', evidence: [], remedy: 'Install `uv`.' },
};
const dockerfile = { source: { text: 'FROM debian\nWORKDIR /app\nRUN uv sync\n' }, target: null };
const source = (name: string, matches: number, more: object = {}) => ({
  source: name,
  at,
  stage: 0,
  matches,
  ignoredBy: null,
  nearest: null,
  ...more,
});

it('points at the instruction that failed, with its last words and the cause', () => {
  expect(judged(check, { build: { outcome: failed }, context: { sources: [] }, dockerfile })).toMatchObject({
    status: 'fail',
    findings: [
      {
        reason: 'build-failed',
        evidence: [
          { at, text: 'RUN uv sync' },
          { kind: 'log', text: '/bin/sh: 1: uv: not found' },
          { what: 'cause' },
          { what: 'what to do' },
        ],
      },
    ],
  });
});

it('shows the log where no instruction is to blame', () => {
  const outcome = { ...failed, reason: 'base-missing', at: null, diagnosis: null, log: [] };
  expect(judged(check, { build: { outcome }, context: { sources: [] }, dockerfile })).toMatchObject({
    findings: [{ reason: 'base-missing', evidence: [{ kind: 'log' }] }],
  });
});

it('says of a source that is not sent what became of it, once', () => {
  const outcome = { ...failed, reason: 'copy-source-missing' };
  const other = { ...at, startLine: 5 };
  const sources = [source('a', 0), source('b', 0, { at: other, ignoredBy: { pattern: '*', line: 1 } })];
  expect(judged(check, { build: { outcome }, context: { sources }, dockerfile })).toMatchObject({
    findings: [
      { reason: 'copy-source-missing', evidence: [{ at }, {}, {}, {}] },
      { reason: 'copy-source-missing', evidence: [{ at: { startLine: 5 } }] },
    ],
  });
});

it('shows the last eight lines of the log', () => {
  const log = Array.from({ length: 10 }, (_, index) => `line ${index}`);
  const outcome = { ...failed, log };
  expect(judged(check, { build: { outcome }, context: { sources: [] }, dockerfile })).toMatchObject({
    findings: [{ evidence: [{}, { kind: 'log', text: log.slice(2).join('\n') }, {}, {}] }],
  });
});

it.each([
  [{}, 'server.js is not sent to the builder'],
  [{ nearest: 'src/server.js' }, 'server.js is not sent to the builder; there is src/server.js'],
  [
    { nearest: 'src/server.js', ignoredBy: { pattern: '*.js', line: 1 } },
    'server.js is not sent to the builder: the ignore rule `*.js` takes it away',
  ],
])('says what became of a source: %j', (more, message) => {
  const sources = [source('server.js', 0, more)];
  expect(judged(check, { build: { outcome: built }, context: { sources }, dockerfile })).toMatchObject({
    findings: [{ reason: 'copy-source-missing', message }],
  });
});

it('lets a pattern match nothing, as the builder does', () => {
  const sources = [source('*.lock', 0), source('src', 3)];
  expect(judged(check, { build: { outcome: built }, context: { sources }, dockerfile }).status).toBe('pass');
});

it('sees a source that was deleted since the build', async () => {
  const { example } = check;
  expect((await judgedOn(check, example)).status).toBe('pass');
  const verdict = await judgedOn(check, { ...example, context: (example.context ?? []).slice(0, 1) });
  expect(verdict).toMatchObject({
    findings: [{ reason: 'copy-source-missing', evidence: [{ at: { startLine: 3 } }] }],
  });
});
