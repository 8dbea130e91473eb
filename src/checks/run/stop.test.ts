import { expect, it } from 'vitest';
import { judged, judgedOn } from '../../../test/kit/index.ts';
import check from './stop.ts';

const stop = (over: object) => ({
  run: {
    stop: { signal: 'SIGTERM', killed: false, exitCode: 143, elapsedMs: 180, openRequestFinished: null, ...over },
  },
});

it('accepts an end by itself or by the signal', async () => {
  expect((await judgedOn(check, check.example)).status).toBe('pass');
  expect(judged(check, stop({})).status).toBe('pass');
});

it.each([
  ['killed', { killed: true, exitCode: 137, elapsedMs: 12_000 }, 'no default action'],
  ['exit', { exitCode: 1 }, 'ends with 0'],
  ['request-dropped', { openRequestFinished: false }, 'take no new connections'],
  ['slow-stop', { elapsedMs: 10_000 }, 'stop_grace_period'],
])('fails by %s, with words of its own about what to do', (reason, over, words) => {
  const remedy = expect.stringMatching(new RegExp(`SIGQUIT.*${words}`)) as unknown;
  expect(judged(check, stop({ signal: 'SIGQUIT', ...over }))).toMatchObject({ findings: [{ reason, remedy }] });
});

it('takes other exit codes where they are named', () => {
  expect(judged(check, stop({ exitCode: 130 }), { exit: [130] }).status).toBe('pass');
});
