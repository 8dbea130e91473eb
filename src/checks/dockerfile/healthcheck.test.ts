import { expect, it } from 'vitest';
import { judged, outcomesOn } from '../../../test/kit/index.ts';
import check from './healthcheck.ts';

it.each([
  ['FROM a\n', 'no-healthcheck'],
  ['FROM a\nHEALTHCHECK NONE\n', 'no-healthcheck'],
  ['FROM a AS b\nHEALTHCHECK CMD curl x\nFROM b\nHEALTHCHECK NONE\n', 'no-healthcheck'],
  ['FROM a\nHEALTHCHECK CMD true\n', 'healthcheck-trivial'],
  ['FROM a\nHEALTHCHECK CMD ["/bin/true"]\n', 'healthcheck-trivial'],
  ['FROM a\nHEALTHCHECK CMD exit 0\n', 'healthcheck-trivial'],
  ['FROM a\nHEALTHCHECK CMD :\n', 'healthcheck-trivial'],
  ['FROM a\nHEALTHCHECK CMD echo ok\n', 'healthcheck-trivial'],
  ['FROM a\nHEALTHCHECK --interval=5s CMD curl -f http://x || true\n', 'healthcheck-trivial'],
  ['FROM a\nHEALTHCHECK CMD curl -f http://x || exit 0\n', 'healthcheck-trivial'],
  ['FROM a\nHEALTHCHECK CMD ["sh", "-c", "exit 0"]\n', 'healthcheck-trivial'],
  ['FROM a\nHEALTHCHECK CMD curl -f http://x | tail -1\n', 'healthcheck-trivial'],
])('fails %j with %s', (text, reason) => {
  expect(judged(check, text)).toMatchObject({ status: 'fail', findings: [{ reason }] });
});

it.each([
  'FROM a\nHEALTHCHECK CMD curl -f http://x || exit 1\n',
  'FROM a\nHEALTHCHECK --interval=5s \\\n  CMD ["node", "health.js"]\n',
  'FROM a AS b\nHEALTHCHECK CMD wget -q x\nFROM b\n',
  'FROM a\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\nHEALTHCHECK CMD curl -f http://x | tail -1\n',
])('passes %j', (text) => {
  expect(judged(check, text).status).toBe('pass');
});

it('trusts a base that is known to bring one', () => {
  expect(judged(check, 'FROM company/base:3\n', { bases: ['company/*'] }).status).toBe('pass');
});

it('is shown able to fail on a base that is known to bring one', async () => {
  const params = { bases: ['company/*'] };
  const dockerfile = 'FROM node:22 AS build\nRUN make\nFROM company/web:1 AS last\nCOPY a /a\n';
  expect(judged(check, dockerfile, params).status).toBe('pass');
  expect(new Set(Object.values(await outcomesOn(check, { dockerfile, params })))).toEqual(new Set(['killed']));
});

it('says what the check is left to', () => {
  expect(JSON.stringify(judged(check, 'FROM scratch\n'))).not.toBe(JSON.stringify(judged(check, 'FROM node:22\n')));
});

it.each([
  ['FROM a\nCMD ["python3", "app.py"]\n', '["python3", "healthcheck.py"]'],
  ['FROM a\nHEALTHCHECK CMD true\nENTRYPOINT ["npm", "start"]\n', '["node", "healthcheck.js"]'],
  ['FROM docker.io/library/python:3.11-slim\nCOPY . .\n', '["python", "healthcheck.py"]'],
])('gives an example by what %j runs', (text, example) => {
  expect(judged(check, text)).toMatchObject({ findings: [{ remedy: expect.stringContaining(example) as unknown }] });
});

it('gives none where nobody knows what runs', () => {
  expect(judged(check, 'FROM a\nCMD ["/app/server"]\n')).toMatchObject({
    findings: [expect.not.objectContaining({ remedy: expect.anything() as unknown }) as unknown],
  });
});
