import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { call, KEY, run, serve, start, waitFor } from './kit.ts';

/** Nothing listens there. */
const NO_DATABASE = { KAIZEN_DB_PASSWORD: 'none', KAIZEN_DB_HOST: '127.0.0.1', KAIZEN_DB_PORT: '9' };

test('without its secrets the service refuses to start and names each variable', async () => {
  const { ended, lines } = run({});
  assert.equal(await ended, 78);
  assert.deepEqual(
    lines.map(({ level }) => level),
    ['CRITICAL', 'CRITICAL'],
  );
  assert.match(lines.map(({ message }) => message).join('\n'), /KAIZEN_API_KEY.*\n.*KAIZEN_DB_PASSWORD/);
});

test('a port that is taken is named', async (t) => {
  const url = await serve(t, createServer());
  const { ended, lines } = run({ KAIZEN_API_KEY: KEY, ...NO_DATABASE, KAIZEN_PORT: new URL(url).port });
  assert.equal(await ended, 71);
  assert.match(String(lines.at(-1)?.message), /KAIZEN_PORT/);
});

test('without a database it lives, says 503, tries again, logs no error, and stops when told to', async (t) => {
  const service = await start(t, NO_DATABASE);
  assert.equal((await call(service.url, '/live')).status, 200);
  const health = await call(service.url, '/health');
  assert.deepEqual([health.status, health.body['status'], health.body['database'].ok], [503, 'error', false]);
  await waitFor(() => service.lines.filter(({ message }) => message === 'the database is not ready, trying again').length >= 2);
  const probe = spawnSync(process.execPath, ['dist/healthcheck.js'], { env: { KAIZEN_PORT: new URL(service.url).port } });
  assert.equal(probe.status, 1);
  service.process.kill('SIGTERM');
  assert.equal(await service.ended, 0);
  assert.equal(service.lines.at(-1)?.message, 'stopped');
  assert.deepEqual(
    service.lines.filter(({ level }) => level === 'ERROR' || level === 'CRITICAL'),
    [],
  );
});
