import { expect, it } from 'vitest';
import { judged } from '../../../test/kit/index.ts';
import check from './labels.ts';

const on = (labels: Readonly<Record<string, string>>, params: Readonly<Record<string, unknown>> = {}) =>
  judged(check, { image: { config: { labels } } }, params);

it('wants title, version, source and revision by default', () => {
  const verdict = on({ 'org.opencontainers.image.title': 'tmws' });
  expect(
    verdict.status === 'fail' &&
      verdict.findings.map(({ reason, message }) => [reason, /image\.(\w+)/.exec(message)?.[1]]),
  ).toEqual([
    ['label-missing', 'version'],
    ['label-missing', 'source'],
    ['label-missing', 'revision'],
  ]);
});

it('takes an empty label for none', () => {
  expect(on({ team: ' ' }, { labels: ['team'] })).toMatchObject({
    findings: [{ message: expect.stringContaining('empty') }],
  });
});

it('shows the values', () => {
  expect(on({ team: 'blue' }, { labels: ['team'] })).toMatchObject({
    status: 'pass',
    evidence: [{ what: 'team', value: 'blue' }],
  });
});

it('is not misled by names that every object has', () => {
  expect(on({}, { labels: ['constructor'] }).status).toBe('fail');
});
