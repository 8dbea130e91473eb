import { expect, it } from 'vitest';
import { judged } from '../../../test/kit/index.ts';
import check from './no-secret-args.ts';

it.each([
  'ARG NPM_TOKEN',
  'ARG TOKEN=x',
  'ENV API_KEY=x',
  'ENV DB_PASSWORD x',
  'ARG a=1 github_token=2',
  'ONBUILD ARG TOKEN',
])('fails %j', (line) => {
  expect(judged(check, `FROM a\n${line}\n`)).toMatchObject({
    status: 'fail',
    findings: [{ reason: 'secret-arg', evidence: [{ at: { startLine: 2 } }] }],
  });
});

it('looks at global arguments too', () => {
  expect(judged(check, 'ARG TOKEN\nFROM a\n').status).toBe('fail');
});

it('looks only at stages that are built', () => {
  expect(judged(check, 'FROM a AS unused\nARG TOKEN\nFROM b\nARG V\n').status).toBe('pass');
});

it.each([
  'ARG VERSION=1',
  'ENV TOKEN_FILE=/run/x',
  'ENV PUBLIC_KEY=x',
  'ENV KEYBOARD=de',
  'RUN --mount=type=secret,id=token ls',
  'ENV GPG_KEY=x',
])('passes %j', (line) => {
  expect(judged(check, `FROM a\n${line}\n`).status).toBe('pass');
});

it('knows secrets by their values, and shows none', () => {
  const key = ['AKIA', 'TICKPROOF', 'CANARY', '2'].join('');
  const judgement = judged(check, `FROM a\nARG REGION_ID=${key}\n`);
  expect(judgement).toMatchObject({ findings: [{ message: expect.stringContaining('aws-access-key') }] });
  expect(JSON.stringify(judgement)).not.toContain(key);
});
