import { expect, it } from 'vitest';
import { judged } from '../../../test/kit/index.ts';
import check from './no-secrets.ts';

const layers = [{ index: 0 }, { index: 1 }];
const inFile = (more: object = {}, confidence = 'high') => ({
  rule: 'private-key',
  where: { kind: 'file', path: '/app/key.pem', line: 1, layer: 0, ...more },
  masked: 'MC4C…(64)',
  confidence,
});
const on = (secrets: readonly object[], params: Readonly<Record<string, unknown>> = {}) =>
  judged(check, { image: { secrets, layers } }, params);

it('names file, line, layer, and the layer that deleted it in vain', () => {
  expect(on([inFile({ deletedIn: 1 })])).toMatchObject({
    status: 'fail',
    findings: [
      {
        reason: 'secret',
        message: expect.stringMatching(/key\.pem:1 .*deleted in layer 1.*layer 0/),
        evidence: [{ path: '/app/key.pem', layer: 0 }],
      },
    ],
  });
});

it.each(['env', 'label', 'history'])('looks at %s', (kind) => {
  const it = { rule: 'aws-access-key', where: { kind, name: 'TOKEN' }, masked: 'AKIA…(20)', confidence: 'high' };
  expect(on([it])).toMatchObject({ findings: [{ reason: 'secret', message: expect.stringContaining('TOKEN') }] });
});

it('shows what may be none, and does not fail on it', () => {
  expect(on([inFile({}, 'low')])).toMatchObject({
    status: 'pass',
    evidence: [{ value: 2 }, { value: 1 }, { path: '/app/key.pem' }],
  });
});

it('lets pass what the criterion allows, and says so', () => {
  expect(on([inFile()], { allow: ['/app/*.pem'] })).toMatchObject({
    status: 'pass',
    evidence: [{}, {}, { what: expect.stringContaining('allows'), value: 1 }],
  });
});

it('does not apply to an image without layers', () => {
  expect(judged(check, { image: { secrets: [], layers: [] } }).status).toBe('inapplicable');
});

it('shows where it is kept when that is no file, and up to twenty of what may be none', () => {
  const named = { rule: 'aws-access-key', where: { kind: 'env', name: 'TOKEN' }, masked: 'AKIA…(20)' };
  expect(on([{ ...named, confidence: 'high' }])).toMatchObject({
    findings: [{ evidence: [{ kind: 'value', what: 'env TOKEN', value: 'aws-access-key AKIA…(20)' }] }],
  });
  const verdict = on(
    Array.from({ length: 22 }, (_, index) => ({
      ...named,
      where: { kind: 'env', name: `T${index}` },
      confidence: 'low',
    })),
  );
  expect(verdict.status === 'pass' && verdict.evidence.slice(2)).toMatchObject(
    Array.from({ length: 20 }, (_, index) => ({ what: `env T${index}` })),
  );
});

it('is proved by a key that the last layer takes away again', () => {
  const mutant = check.mutants.find(({ title }) => title === 'a private key that a later layer deletes');
  expect(mutant?.level === 'L' && mutant.edit({} as never, { allow: [] })).toMatchObject([
    [{}, { path: '/tickproof-canary/key.pem' }],
    [{ path: '/tickproof-canary/key.pem', type: 'whiteout' }],
  ]);
});
