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

it('lets a secret be made for each run, and only other variables have a default', () => {
  const unset = ['DB_PASSWORD', 'TAG'].map((name) => ({ name, at, text: `x: \${${name}}` }));
  const verdict = judged(check, { compose: { ...nothing, unset } });
  const [secret, plain] = verdict.status === 'fail' ? verdict.findings : [];
  expect(secret?.message).toMatch(/`stacks\.<name>\.env: \{ DB_PASSWORD: \{ generate: hex32 \} \}`/);
  expect(secret?.message).not.toMatch(':-');
  expect(plain?.message).toMatch('${TAG:-value}');
});

it('shows the line of a variable that must be set as it is written', () => {
  const message = 'required variable DB_PASSWORD is missing a value: set it';
  const text = '  DB_PASSWORD: ${DB_PASSWORD:?set it}';
  const compose = { ...nothing, problems: [{ kind: 'unset-variable', message, at, text }] };
  const verdict = judged(check, { compose });
  expect(verdict).toMatchObject({
    findings: [{ message: expect.stringContaining('DB_PASSWORD: { generate: hex32 }') }],
  });
  expect(JSON.stringify(verdict)).toContain('${DB_PASSWORD:?set it}');
});

it('does not apply to files that nothing was made of', () => {
  expect(judged(check, { compose: nothing }).status).toBe('inapplicable');
  expect(judged(check, { compose: { ...nothing, files: [], model: { services: [] } } }).status).toBe('inapplicable');
  expect(judged(check, { compose: { ...nothing, model: { services: [] } } }).status).toBe('pass');
});

it('gives no advice on what is no variable', () => {
  const message = 'required variable TAG is missing a value';
  const problems = (kind: string, text: string) => ({ ...nothing, problems: [{ kind, message: text, at }] });
  expect(judged(check, { compose: problems('invalid', message) })).toMatchObject({ findings: [{ message }] });
  expect(judged(check, { compose: problems('unset-variable', 'odd') })).toMatchObject({
    findings: [{ message: 'odd' }],
  });
});

it('says of each kind of fault why it matters and what mends it', () => {
  const problems = ['yaml', 'schema', 'cycle'].map((cause) => ({
    kind: 'invalid' as const,
    message: cause,
    at,
    cause,
  }));
  const compose = { ...nothing, problems, unset: [{ name: 'TAG', at }] };
  const sightings = check.sightings?.({ compose }, {}) ?? [];
  expect(sightings.map(({ why }) => why)).toMatchObject([
    expect.stringMatching('no YAML'),
    expect.stringMatching('does not know'),
    expect.stringMatching('refuses the whole'),
    expect.stringMatching('becomes an empty text'),
  ]);
  for (const { remedy } of sightings.slice(0, 3)) expect(remedy).not.toMatch('tickproof.yaml');
});
