import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readConfig } from '../src/config.ts';
import { KEY } from './kit.ts';

const NEEDED = { KAIZEN_API_KEY: KEY, KAIZEN_DB_PASSWORD: 'secret' };
const FILES: Readonly<Record<string, string>> = {
  '/run/secrets/key': `${KEY}\n`,
  '/run/secrets/password': 'from a file\n',
  '/run/secrets/empty': '\n',
};

function readFile(path: string): string {
  const text = FILES[path];
  if (text === undefined) throw Object.assign(new Error(`no such file: ${path}`), { code: 'ENOENT' });
  return text;
}

function problemsOf(env: Record<string, string>): string {
  const result = readConfig(env, readFile);
  assert.ok('problems' in result, 'no problem was found');
  return result.problems.join('\n');
}

function configOf(env: Record<string, string>) {
  const result = readConfig(env, readFile);
  assert.ok('config' in result, JSON.stringify(result));
  return result.config;
}

test('only the two secrets have no default', () => {
  assert.deepEqual(configOf(NEEDED), {
    apiKey: KEY,
    port: 8080,
    logLevel: 'INFO',
    database: { host: 'postgres', port: 5432, name: 'kaizen_audit', user: 'kaizen', password: 'secret', poolSize: 5 },
    model: null,
  });
});

test('what is missing is named, with the file that may hold it, and all at once', () => {
  const problems = problemsOf({});
  assert.match(problems, /KAIZEN_API_KEY is not set, nor is KAIZEN_API_KEY_FILE/);
  assert.match(problems, /KAIZEN_DB_PASSWORD is not set, nor is KAIZEN_DB_PASSWORD_FILE/);
});

test('secrets come from files, without the end of the line', () => {
  const config = configOf({ KAIZEN_API_KEY_FILE: '/run/secrets/key', KAIZEN_DB_PASSWORD_FILE: '/run/secrets/password' });
  assert.equal(config.apiKey, KEY);
  assert.equal(config.database.password, 'from a file');
});

test('a secret file that is missing or empty is named once, by its variable', () => {
  const missing = problemsOf({ KAIZEN_API_KEY: KEY, KAIZEN_DB_PASSWORD_FILE: '/nowhere' });
  assert.equal(missing, 'KAIZEN_DB_PASSWORD_FILE names /nowhere, which cannot be read: ENOENT');
  const empty = problemsOf({ KAIZEN_API_KEY: KEY, KAIZEN_DB_PASSWORD_FILE: '/run/secrets/empty' });
  assert.equal(empty, 'KAIZEN_DB_PASSWORD_FILE names /run/secrets/empty, which is empty');
});

test('a secret in both places is refused: nobody could tell which one counts', () => {
  assert.match(
    problemsOf({ ...NEEDED, KAIZEN_DB_PASSWORD_FILE: '/run/secrets/password' }),
    /KAIZEN_DB_PASSWORD and KAIZEN_DB_PASSWORD_FILE are both set/,
  );
});

test('a short key is refused, and not shown', () => {
  const problems = problemsOf({ ...NEEDED, KAIZEN_API_KEY: 'hunter2' });
  assert.match(problems, /KAIZEN_API_KEY has 7 characters, it needs at least 32/);
  assert.doesNotMatch(problems, /hunter2/);
});

test('numbers, levels and addresses that are none are named', () => {
  const problems = problemsOf({
    ...NEEDED,
    KAIZEN_PORT: '70000',
    KAIZEN_DB_PORT: 'five',
    KAIZEN_DB_POOL_SIZE: '0',
    KAIZEN_LOG_LEVEL: 'LOUD',
    KAIZEN_MODEL_API: 'other',
    KAIZEN_MODEL_URL: 'ollama:11434',
    KAIZEN_MODEL_TIMEOUT_MS: '1.5',
  });
  for (const name of [
    'KAIZEN_PORT',
    'KAIZEN_DB_PORT',
    'KAIZEN_DB_POOL_SIZE',
    'KAIZEN_LOG_LEVEL',
    'KAIZEN_MODEL_API',
    'KAIZEN_MODEL_URL',
    'KAIZEN_MODEL_TIMEOUT_MS',
  ]) {
    assert.match(problems, new RegExp(name));
  }
});

test('a model endpoint is optional, and a slash at the end of its address does no harm', () => {
  const { model } = configOf({ ...NEEDED, KAIZEN_MODEL_API: 'ollama', KAIZEN_MODEL_URL: 'http://ollama:11434/' });
  assert.deepEqual(model, { api: 'ollama', baseUrl: 'http://ollama:11434', apiKey: '', timeoutMs: 60_000 });
});
