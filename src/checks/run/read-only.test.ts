import { expect, it } from 'vitest';
import { judged, judgedOn } from '../../../test/kit/index.ts';
import { madeOf } from '../../../test/kit/made.ts';
import check from './read-only.ts';

const readOnly = (over: object) => ({
  run: { readOnly: { works: true, writable: ['/tmp', '/run'], wrote: [], diagnosis: null, ...over } },
});

it('accepts a service that serves, and shows what it would have written', async () => {
  expect((await judgedOn(check, check.example)).status).toBe('pass');
  expect(judged(check, readOnly({ wrote: ['/app/.cache'] })).status).toBe('pass');
});

it('names what it must write', () => {
  const verdict = judged(check, readOnly({ works: false, wrote: ['/app/pid', '/app/x'] }));
  expect(verdict).toMatchObject({
    findings: [{ reason: 'wrote', message: expect.stringMatching('/app/pid and 1 more') }],
  });
});

it('holds attempts against it where it is strict', () => {
  expect(judged(check, readOnly({ wrote: ['/app/pid'] }), { strict: true })).toMatchObject({
    findings: [{ reason: 'wrote' }],
  });
});

it('says so when it fails and nobody knows what it wrote', () => {
  expect(judged(check, readOnly({ works: false }))).toMatchObject({ findings: [{ reason: 'not-working' }] });
});

it('shows what it would have written, and counts none where it is one', () => {
  expect(judged(check, readOnly({ wrote: ['/app/a', '/app/b'] }))).toMatchObject({
    evidence: [{ value: '/tmp /run' }, { what: 'wrote', value: '/app/a\n/app/b' }],
  });
  expect(judged(check, readOnly({ works: false, wrote: ['/app/pid'] }))).toMatchObject({
    findings: [{ message: 'needs to write /app/pid', evidence: [{}, { what: 'wrote', value: '/app/pid' }] }],
  });
});

it('writes to the root before the service, unless all may be written', () => {
  const change = { act: { do: 'write', path: '/tickproof-was-here' } };
  for (const facts of [{}, { run: {} }, readOnly({})]) expect(madeOf('R', check, facts)).toMatchObject([{ change }]);
  expect(madeOf('R', check, readOnly({ writable: ['/'] }))).toMatchObject([{ change: null }]);
});
