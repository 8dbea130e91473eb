import { expect, it } from 'vitest';
import { judged, judgedOn } from '../../../test/kit/index.ts';
import check from './starts.ts';

const state = {
  started: true,
  running: true,
  exitCode: null,
  oomKilled: false,
  error: null,
  upMs: 30_000,
  diagnosis: null,
};
const diagnosis = {
  kind: 'module-missing',
  cause: 'The program needs `express`, which is not in the image.',
  evidence: ["Cannot find package 'express'"],
  remedy: 'Install it.',
};

it('accepts a container that is up after the window', async () => {
  expect(await judgedOn(check, check.example)).toMatchObject({
    status: 'pass',
    evidence: [{ value: 30_000, unit: 'ms' }],
  });
});

it('names the exit code and the cause of one that ended', () => {
  const verdict = judged(check, { run: { state: { ...state, running: false, exitCode: 1, upMs: 240, diagnosis } } });
  expect(verdict).toMatchObject({
    status: 'fail',
    findings: [{ reason: 'exited', message: expect.stringMatching(/exit code 1 after 240 ms.*express/) }],
  });
});

it('shows what the engine said of one that could not be started', () => {
  const verdict = judged(check, {
    run: { state: { ...state, started: false, running: false, error: 'exec: "serve": executable file not found' } },
  });
  expect(verdict).toMatchObject({
    status: 'fail',
    findings: [{ reason: 'not-started', evidence: [{ value: expect.stringMatching('serve') }] }],
  });
});

it('says so when the engine ended it for its memory, and only then', () => {
  const ended = (oomKilled: boolean) =>
    judged(check, { run: { state: { ...state, running: false, exitCode: 137, oomKilled } } });
  expect(ended(true)).toMatchObject({ findings: [{ evidence: [{}, { what: 'OOMKilled' }] }] });
  expect(ended(false)).toMatchObject({ findings: [{ evidence: [{ unit: 'ms' }] }] });
  expect(JSON.stringify(ended(false))).not.toContain('OOMKilled');
});
