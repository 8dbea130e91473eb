import { expect, it } from 'vitest';
import { judged } from '../../../test/kit/index.ts';
import check from './valid.ts';

const at = { file: 'compose.yaml', startLine: 7, endLine: 7 };
const nothing = { files: ['compose.yaml'], problems: [], unset: [], model: null };

it('names what does not load, at its place', () => {
  const compose = { ...nothing, problems: [{ kind: 'invalid', message: 'services.web Additional property imag', at }] };
  expect(judged(check, { compose })).toMatchObject({ findings: [{ reason: 'invalid', evidence: [{ at }] }] });
});

it('does not let an unset variable pass for an empty one', () => {
  const compose = { ...nothing, unset: [{ name: 'TAG', at }], model: { services: [] } };
  expect(judged(check, { compose })).toMatchObject({ findings: [{ reason: 'unset-variable', evidence: [{ at }] }] });
});

it('does not apply without compose files', () => {
  expect(judged(check, { compose: { ...nothing, files: [] } }).status).toBe('inapplicable');
});
