import { expect, it } from 'vitest';
import { judged } from '../../../test/kit/index.ts';
import check from './environment.ts';

const facts = { compose: { ...check.example.facts?.compose } };

it('shows the value that came instead', () => {
  expect(judged(check, facts, { variable: 'API_URL', value: 'http://other' })).toMatchObject({
    findings: [{ reason: 'value-mismatch', evidence: [{ value: 'http://api:8000' }, { at: { startLine: 2 } }] }],
  });
});

it('points at the line that writes it', () => {
  const { model, ...rest } = check.example.facts?.compose ?? {};
  const at = { file: 'compose.yaml', startLine: 5, endLine: 5 };
  const services = model?.services.map((service) => ({ ...service, writtenAt: { API_URL: at } })) ?? [];
  const written = { compose: { ...rest, model: model && { ...model, services } } };
  expect(judged(check, written, { variable: 'API_URL', value: 'http://other' })).toMatchObject({
    findings: [{ evidence: [{ value: 'http://api:8000' }, { at }] }],
  });
});

it('takes any value where none is named, but not nothing', () => {
  expect(judged(check, facts, { variable: 'API_URL' }).status).toBe('pass');
  expect(judged(check, facts, { variable: 'NOT_THERE' })).toMatchObject({ findings: [{ reason: 'value-mismatch' }] });
});

it('fails on a service that is not there', () => {
  expect(judged(check, facts, { service: 'db', variable: 'A' })).toMatchObject({
    findings: [{ reason: 'service-missing' }],
  });
});

it('does not apply, and has no mutants, where there is nothing to look at', () => {
  expect(judged(check, { compose: { files: [], problems: [], model: null } }, { variable: 'X' }).status).toBe(
    'inapplicable',
  );
  expect(check.mutantsFor?.({ compose: { files: [], problems: [], model: null } }, { variable: 'X' })).toEqual([]);
});

it('says what was wanted, and what came', () => {
  const message = (params: object) => {
    const verdict = judged(check, facts, { variable: 'API_URL', ...params });
    return verdict.status === 'fail' ? verdict.findings[0].message : verdict.status;
  };
  expect(message({ value: 'x' })).toBe('API_URL of web is `http://api:8000`, wanted `x`');
  expect(message({ variable: 'NONE' })).toBe('NONE of web is ``, wanted some value');
  expect(judged(check, facts, { variable: 'NONE' })).toMatchObject({
    findings: [{ evidence: [{ value: '(not set)' }, {}] }],
  });
});
