import { expect, it } from 'vitest';
import { judged } from '../../../test/kit/index.ts';
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

it('does not apply where no policy is written', () => {
  expect(judgedOn({}).status).toBe('inapplicable');
  expect(judgedOn({ restart: '', deploy: { restart_policy: {} } }).status).toBe('inapplicable');
});
