import { expect, it } from 'vitest';
import { judged, judgedOn } from '../../../test/kit/index.ts';
import check from './logs.ts';

const logs = (...texts: string[]) => ({
  run: {
    logs: {
      lines: texts.map((text, index) => ({ stream: index % 2 === 0 ? 'stdout' : 'stderr', at: '', text })),
      bytes: 1,
      truncated: false,
    },
  },
});

it('accepts a log without errors', async () => {
  expect((await judgedOn(check, check.example)).status).toBe('pass');
  expect(judged(check, logs('0 errors', 'no error: all is well')).status).toBe('pass');
});

it.each([
  '2026-01-01 ERROR no disk',
  '[CRITICAL] out of luck',
  '{"level":"FATAL"}',
  'Traceback (most recent call last):',
])('fails on %s', (text) => {
  const verdict = judged(check, logs('listening', text));
  expect(verdict).toMatchObject({ findings: [{ reason: 'log-match', evidence: [{}, { stream: 'stderr', text }] }] });
});

it('fails on silence', () => {
  expect(judged(check, logs())).toMatchObject({ findings: [{ reason: 'no-logs' }] });
  expect(judged(check, logs('listening'), { streams: ['stderr'] })).toMatchObject({
    findings: [{ reason: 'no-logs' }],
  });
});

it('tolerates what is named', () => {
  expect(judged(check, logs('ERROR of no weight'), { except: ['no weight'] }).status).toBe('pass');
});

it('refuses a pattern that is none', () => {
  expect(check.params.safeParse({ pattern: '(' }).success).toBe(false);
});

it('says so when a part of a long log was not kept', () => {
  const { run } = logs('listening');
  const cut = { run: { logs: { ...run.logs, truncated: true } } };
  expect(judged(check, cut)).toMatchObject({ status: 'pass', evidence: [{ value: 1 }, { what: 'log' }] });
});

it('tells who is silent to speak, and who logs an error to mend it', () => {
  expect(judged(check, logs())).toMatchObject({ findings: [{ remedy: expect.stringContaining('stdout') as unknown }] });
  expect(judged(check, logs('ERROR'))).toMatchObject({
    findings: [expect.not.objectContaining({ remedy: expect.anything() as unknown }) as unknown],
  });
});
