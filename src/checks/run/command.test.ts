import { expect, it } from 'vitest';
import { judged, judgedOn } from '../../../test/kit/index.ts';
import check from './command.ts';

const params = { argv: ['python', '-c', 'import tmws'], target: '<5s' };
const done = (over: object = {}) => ({
  run: {
    commands: [
      {
        ask: { kind: 'command', argv: params.argv, timeoutMs: 30_000 },
        exitCode: 0,
        stdout: 'tmws 2.3.0',
        stderr: '',
        elapsedMs: 900,
        timedOut: false,
        ...over,
      },
    ],
  },
});

it('accepts a command that does what it should', async () => {
  expect((await judgedOn(check, check.example)).status).toBe('pass');
  expect(judged(check, done(), { ...params, contains: '2.3.0', matches: '^tmws' }).status).toBe('pass');
});

it('asks for the command with time to spare', () => {
  expect(check.asks?.(check.params.parse(params))).toEqual([{ kind: 'command', argv: params.argv, timeoutMs: 30_000 }]);
});

it.each([
  ['exit', done({ exitCode: 1, stderr: "No module named 'tmws'" }), {}],
  ['output', done(), { contains: '2.4.0' }],
  ['output', done(), { matches: '^kaizen' }],
  ['slow', done({ elapsedMs: 5000 }), {}],
  ['slow', done({ timedOut: true, exitCode: null, elapsedMs: 30_000 }), {}],
])('fails by %s', (reason, facts, more) => {
  expect(judged(check, facts, { ...params, ...more })).toMatchObject({ findings: [{ reason }] });
});

it('does not judge a command that was not run', () => {
  expect(judged(check, done(), { argv: ['false'] }).status).toBe('inconclusive');
});
