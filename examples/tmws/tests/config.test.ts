import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readConfig } from '../src/config.ts';
import { KEY } from './kit.ts';

function problemsOf(env: Record<string, string>): string {
  const result = readConfig(env);
  assert.ok('problems' in result, 'no problem was found');
  return result.problems.join('\n');
}

test('only the key has no default', () => {
  assert.deepEqual(readConfig({ TMWS_SECRET_KEY: KEY }), {
    config: {
      secretKey: KEY,
      ollamaBaseUrl: 'http://host.docker.internal:11434',
      embeddingModel: 'zylonai/multilingual-e5-large',
      dataDir: 'data',
      port: 8000,
      logLevel: 'INFO',
    },
  });
});

test('a missing, an empty and a short key are refused by name, and a short one is not shown', () => {
  assert.match(problemsOf({}), /TMWS_SECRET_KEY is not set/);
  assert.match(problemsOf({ TMWS_SECRET_KEY: '' }), /TMWS_SECRET_KEY is not set/);
  const short = problemsOf({ TMWS_SECRET_KEY: 'hunter2' });
  assert.match(short, /TMWS_SECRET_KEY has 7 characters, it needs at least 32/);
  assert.doesNotMatch(short, /hunter2/);
});

test('all problems are told at once', () => {
  const problems = problemsOf({ TMWS_OLLAMA_BASE_URL: 'ollama:11434', TMWS_PORT: '70000', TMWS_LOG_LEVEL: 'LOUD' });
  for (const name of ['TMWS_SECRET_KEY', 'TMWS_OLLAMA_BASE_URL', 'TMWS_PORT', 'TMWS_LOG_LEVEL']) assert.match(problems, new RegExp(name));
});

test('a slash at the end of the address does no harm', () => {
  const result = readConfig({ TMWS_SECRET_KEY: KEY, TMWS_OLLAMA_BASE_URL: 'http://ollama:11434/' });
  assert.equal('config' in result && result.config.ollamaBaseUrl, 'http://ollama:11434');
});
