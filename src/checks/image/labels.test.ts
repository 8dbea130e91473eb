import { expect, it } from 'vitest';
import { judged } from '../../../test/kit/index.ts';
import check from './labels.ts';

const on = (labels: Readonly<Record<string, string>>, params: Readonly<Record<string, unknown>> = {}) =>
  judged(check, { image: { config: { labels } } }, params);

it('wants title, version, source and revision by default', () => {
  const verdict = on({ 'org.opencontainers.image.title': 'tmws' });
  const named = ['version', 'source', 'revision'].map((name) => `org.opencontainers.image.${name}`).join(', ');
  expect(verdict).toEqual({
    status: 'fail',
    findings: [
      {
        reason: 'label-missing',
        message: `3 labels are missing: ${named}`,
        evidence: [{ kind: 'value', what: 'labels', value: 'org.opencontainers.image.title' }],
      },
    ],
  });
});

it('tells what is missing from what is empty, and names each label once', () => {
  expect(on({ team: '' }, { labels: ['team', 'owner'] })).toMatchObject({
    findings: [{ message: '1 label is missing: owner; 1 label is empty: team' }],
  });
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
