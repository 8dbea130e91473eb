import { expect, it } from 'vitest';
import { judged } from '../../../test/kit/index.ts';
import { reasonsAt } from '../../../test/kit/compose-rules.ts';
import { type Sources } from '../kit.ts';
import check from './restart-known.ts';
import { serviceExample } from './shared.ts';

const judgedOn = (keys: object) => judged(check, serviceExample('web', { image: 'web:1.0', ...keys }).facts ?? {});

it.each(['no', 'always', 'unless-stopped', 'on-failure', 'on-failure:5', 'any', 'none'])('takes `%s`', (restart) => {
  expect(judgedOn({ restart }).status).toBe('pass');
  expect(judgedOn({ deploy: { restart_policy: { condition: restart } } }).status).toBe('pass');
});

it.each([
  ['allways', 'did you mean `always`?'],
  ['unless-stoped', 'did you mean `unless-stopped`?'],
  ['sometimes-perhaps', 'no engine knows the policy `sometimes-perhaps`'],
])('refuses `%s`', (restart, said) => {
  const finding = { reason: 'unknown-policy', message: expect.stringContaining(said) };
  expect(judgedOn({ restart })).toMatchObject({ findings: [finding] });
  expect(judgedOn({ deploy: { restart_policy: { condition: restart } } })).toMatchObject({ findings: [finding] });
});

it('refuses a count of any policy but one', () => {
  expect(judgedOn({ restart: 'always:3' })).toMatchObject({ findings: [{ reason: 'count-refused' }] });
});

it('points at the line of the policy, in either place', () => {
  const lines = [
    'services:',
    '  web:',
    '    image: web',
    '    restart: sometimes',
    '    deploy:',
    '      replicas: 1',
    '      restart_policy:',
    '        delay: 5s',
    '        condition: none:3',
  ];
  expect(reasonsAt(check, `${lines.join('\n')}\n`)).toEqual([
    ['unknown-policy', 4],
    ['count-refused', 9],
  ]);
});

it('is broken in each service by a word that no engine knows, and by a count that none takes', () => {
  const { facts } = serviceExample('web', { image: 'web:1.0', restart: 'always' });
  const { model } = facts?.compose ?? {};
  const broken = (check.mutantsFor?.({ compose: { model } } as never, {}) ?? []).map((mutant) => {
    const edited = mutant.level === 'S' ? mutant.edit({ model } as Sources, {})?.model : null;
    const verdict = judged(check, { compose: { ...facts?.compose, model: edited } });
    return [mutant.reason, verdict.status === 'fail' && verdict.findings.map(({ reason }) => reason)];
  });
  expect(broken).toEqual([
    ['unknown-policy', ['unknown-policy']],
    ['count-refused', ['count-refused']],
  ]);
});

it('does not apply where no policy is written', () => {
  expect(judgedOn({}).status).toBe('inapplicable');
  expect(judgedOn({ restart: '', deploy: { restart_policy: {} } }).status).toBe('inapplicable');
});
