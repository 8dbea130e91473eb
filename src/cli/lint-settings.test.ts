import { expect, it } from 'vitest';
import { checksOfFolders } from '../checks/static.ts';
import { planLint } from '../lint/index.ts';
import { memoryFiles } from '../../test/kit/index.ts';
import { hadolintSettings, settingsWarnings } from './lint-settings.ts';

const settings = (text: string, env: Readonly<Record<string, string>> = {}) =>
  hadolintSettings(undefined, memoryFiles('/work', { '.hadolint.yaml': text }), { env, cwd: '/work' });

async function warnings(text: string, env: Readonly<Record<string, string>> = {}): Promise<readonly string[]> {
  const config = await settings(text, env);
  return settingsWarnings(config, planLint(checksOfFolders, { profile: 'default', only: [], skip: [], config }));
}

it('refuses a variable with a value that it cannot have', async () => {
  await expect(settings('ignored: []\n', { HADOLINT_FAILURE_THRESHOLD: 'bogus' })).rejects.toMatchObject({
    code: 'usage',
    message: expect.stringContaining('HADOLINT_FAILURE_THRESHOLD: `bogus`') as unknown,
  });
});

it('warns of keys and of ids that nobody knows', async () => {
  const text = 'ignore: [DL3008]\nignored: [DL3O15, DL3005, SC2086, compose/secrets]\noverride: { error: [DL9999] }\n';
  expect(await warnings(text, { HADOLINT_IGNORE: 'no-sudo' })).toEqual([
    'there is no setting `ignore`, did you mean `ignored`?',
    'there is no check `no-sudo`, did you mean `dockerfile/no-sudo`?',
    'there is no check `DL3O15`, did you mean `DL3015`?',
    'there is no check `DL9999`',
  ]);
});

it('has nothing to say of settings that are right, nor where there are none', async () => {
  expect(await warnings('ignored: [DL3008, dockerfile/no-sudo]\n')).toEqual([]);
  expect(settingsWarnings(null, planLint([], { profile: 'default', only: [], skip: [], config: null }))).toEqual([]);
});
