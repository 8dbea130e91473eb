import { expect, it } from 'vitest';
import { judged } from '../../../test/kit/index.ts';
import check from './no-secrets.ts';

const sighting = (path: string, confidence: string) => ({
  rule: 'private-key',
  where: { kind: 'file', path, line: 3 },
  masked: '----…',
  confidence,
});
const context = (...secrets: object[]) => ({
  context: {
    ignore: { path: null, patterns: [], problems: [] },
    files: [{ path: 'a', type: 'file', sizeBytes: 1 }],
    secrets,
  },
});

it('places each secret', () => {
  expect(judged(check, context(sighting('deep/key.pem', 'high')))).toMatchObject({
    findings: [{ reason: 'secret', evidence: [{ at: { file: 'deep/key.pem', startLine: 3 } }] }],
  });
});

it('shows doubtful ones without failing, and passes over what is allowed', () => {
  expect(judged(check, context(sighting('a', 'low')))).toMatchObject({
    status: 'pass',
    evidence: [{}, { at: { file: 'a' } }],
  });
  expect(judged(check, context(sighting('test/key.pem', 'high')), { allow: ['test'] }).status).toBe('pass');
});
