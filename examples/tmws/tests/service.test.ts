import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { createHttpServer } from '../src/http.ts';
import { Store } from '../src/store.ts';
import { connect, KEY, post, run, startOllama, startService, temporaryFolder, waitFor } from './kit.ts';

const NOWHERE = 'http://127.0.0.1:9'; // the discard port: nothing listens
const PING = { jsonrpc: '2.0', id: 1, method: 'ping' };

test('without a key the service refuses to start and names the variable', async () => {
  const { ended, lines } = run('dist/server.js', {});
  assert.equal(await ended, 78);
  assert.equal(lines.length, 1);
  assert.equal(lines[0]?.level, 'CRITICAL');
  assert.match(String(lines[0]?.message), /TMWS_SECRET_KEY/);
});

test('a folder that cannot be made is named', async () => {
  const { ended, lines } = run('dist/server.js', { TMWS_SECRET_KEY: KEY, TMWS_DATA_DIR: '/dev/null/data' });
  assert.equal(await ended, 73);
  assert.match(String(lines.at(-1)?.message), /\/dev\/null\/data \(TMWS_DATA_DIR\)/);
});

test('a port that is taken is named', async (t) => {
  const ollama = await startOllama(t);
  const env = { TMWS_SECRET_KEY: KEY, TMWS_DATA_DIR: await temporaryFolder(t), TMWS_PORT: String(ollama.port) };
  const { ended, lines } = run('dist/server.js', env);
  assert.equal(await ended, 71);
  assert.match(String(lines.at(-1)?.message), /TMWS_PORT/);
});

test('healthy: the store was read and the backend has the model', async (t) => {
  const ollama = await startOllama(t);
  const service = await startService(t, ollama.url);
  const response = await fetch(`${service.url}/health`);
  const { uptimeSeconds, ...health } = (await response.json()) as Record<string, unknown>;
  assert.equal(response.status, 200);
  assert.equal(typeof uptimeSeconds, 'number');
  assert.deepEqual(health, {
    status: 'ok',
    version: '2.3.1',
    store: { ok: true, memories: 0, workflowSteps: 0 },
    embedding: { ok: true, model: 'zylonai/multilingual-e5-large' },
  });
  assert.deepEqual(service.lines.filter(({ level }) => level !== 'INFO'), []);
});

test('degraded, and says so, when the backend is away, is something else or lacks the model', async (t) => {
  const stranger = createServer((_, response) => response.end('hello')).listen(0, '127.0.0.1');
  t.after(() => stranger.close());
  await waitFor(() => stranger.listening);
  const empty = await startOllama(t, { STANDIN_MODEL: '' });
  const cases = [
    { at: NOWHERE, problem: 'unreachable', reason: /ECONNREFUSED|bad port/ },
    { at: `http://127.0.0.1:${(stranger.address() as AddressInfo).port}`, problem: 'bad-answer', reason: /JSON/ },
    { at: empty.url, problem: 'model-missing', reason: /ollama pull zylonai\/multilingual-e5-large/ },
  ];
  for (const { at, problem, reason } of cases) {
    const service = await startService(t, at);
    const response = await fetch(`${service.url}/health`);
    const { status, embedding } = (await response.json()) as { status: string; embedding: Record<string, unknown> };
    assert.deepEqual([response.status, status, embedding['ok'], embedding['problem']], [200, 'degraded', false, problem]);
    assert.match(String(embedding['reason']), reason);
    assert.deepEqual(service.lines.filter(({ level }) => level !== 'INFO').map(({ level, problem }) => ({ level, problem })), [{ level: 'WARN', problem }]);
  }
});

test('a store that cannot be read is an error, not a degradation', async (t) => {
  const store = new Store(await temporaryFolder(t));
  const embeddings = { model: 'm', embed: async () => new Float32Array(1), health: async () => ({ ok: true as const, model: 'm' }) };
  const server = createHttpServer({ store, embeddings, log: () => {} }, KEY).listen(0, '127.0.0.1');
  t.after(() => server.close());
  await waitFor(() => server.listening);
  store.close();
  const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/health`);
  const { status, store: stored } = (await response.json()) as { status: string; store: { ok: boolean } };
  assert.deepEqual([response.status, status, stored.ok], [503, 'error', false]);
});

test('everything but /health needs the token', async (t) => {
  const service = await startService(t, NOWHERE);
  for (const authorization of [undefined, 'Bearer', 'Bearer ', `Bearer ${KEY}x`, `Bearer ${KEY.slice(1)}`, `Basic ${KEY}`, KEY]) {
    const response = await post(service.url, PING, authorization === undefined ? {} : { authorization });
    assert.equal(response.status, 401, `with ${authorization}`);
    assert.match(response.headers.get('www-authenticate') ?? '', /^Bearer/);
  }
  assert.equal((await fetch(`${service.url}/elsewhere`)).status, 401);
  const authorization = `Bearer ${KEY}`;
  assert.equal((await fetch(`${service.url}/elsewhere`, { headers: { authorization } })).status, 404);
  assert.equal((await post(service.url, PING, { authorization })).status, 200);
  assert.ok(!JSON.stringify(service.lines).includes(KEY.slice(1)), 'no key is logged');
});

test('what is no MCP request is refused with the right status', async (t) => {
  const { url } = await startService(t, NOWHERE);
  const authorization = `Bearer ${KEY}`;
  assert.equal((await post(url, '{', { authorization })).status, 400);
  assert.equal((await post(url, `"${'x'.repeat(1_000_000)}"`, { authorization })).status, 413);
  assert.equal((await fetch(`${url}/mcp`, { headers: { authorization } })).status, 405);
  assert.equal((await fetch(`${url}/health`, { method: 'POST' })).status, 405);
});

test('memories are found by meaning, the nearest first', async (t) => {
  const ollama = await startOllama(t);
  const service = await startService(t, ollama.url);
  const { client, call } = await connect(t, service.url);
  const { tools } = await client.listTools();
  assert.deepEqual(
    tools.map(({ name }) => name).sort(),
    ['list_memories', 'list_workflow_steps', 'record_workflow_step', 'search_memories', 'store_memory'],
  );

  const contents = ['the cat sat on the mat', 'append-only audit trail in postgres', 'health checks of docker containers'];
  for (const content of contents) await call('store_memory', { content, tags: ['notes', 'notes'] });
  const { memories } = await call('search_memories', { query: 'an audit trail that postgres keeps', limit: 2 });
  assert.equal(memories.length, 2);
  assert.equal(memories[0].content, contents[1]);
  assert.deepEqual(memories[0].tags, ['notes']);
  assert.ok(memories[0].score > memories[1].score);

  const { memories: listed } = await call('list_memories', {});
  assert.deepEqual(listed.map((it: { content: string }) => it.content), contents.toReversed());
});

test('workflow steps need no embedding, and a failed embedding is told to the agent', async (t) => {
  const service = await startService(t, NOWHERE);
  const { call } = await connect(t, service.url);
  await call('record_workflow_step', { workflow: 'release', step: 'build', status: 'done' });
  await call('record_workflow_step', { workflow: 'release', step: 'push', status: 'failed', detail: 'no network' });
  await call('record_workflow_step', { workflow: 'other', step: 'build', status: 'planned' });
  const { steps } = await call('list_workflow_steps', { workflow: 'release' });
  assert.deepEqual(
    steps.map(({ step, status, detail }: Record<string, string>) => [step, status, detail]),
    [['build', 'done', undefined], ['push', 'failed', 'no network']],
  );
  await assert.rejects(call('store_memory', { content: 'lost' }), /store_memory failed/);
  await assert.rejects(call('record_workflow_step', { workflow: 'release', step: 'x', status: 'maybe' }), /status/);
  assert.deepEqual((await call('list_memories', {}))['memories'], []);
  assert.ok(service.lines.some(({ level, tool }) => level === 'ERROR' && tool === 'store_memory'));
});

test('what was stored survives SIGTERM and a new start', async (t) => {
  const ollama = await startOllama(t);
  const dataDir = await temporaryFolder(t);
  const first = await startService(t, ollama.url, dataDir);
  const { call } = await connect(t, first.url);
  await call('store_memory', { content: 'still here tomorrow' });
  assert.equal(await first.stop(), 0);
  assert.equal(first.lines.at(-1)?.message, 'stopped');

  const second = await startService(t, ollama.url, dataDir);
  const again = await connect(t, second.url);
  const { memories } = await again.call('search_memories', { query: 'tomorrow' });
  assert.equal(memories[0].content, 'still here tomorrow');
});

test('SIGTERM: an open request is answered first, new ones are not taken, the exit code is 0', async (t) => {
  const ollama = await startOllama(t, { STANDIN_DELAY_MS: '400' });
  const service = await startService(t, ollama.url);
  const { call } = await connect(t, service.url);
  const open = call('store_memory', { content: 'in flight' });
  await new Promise((resolve) => setTimeout(resolve, 150)); // the embedding is being made now
  const signalledAt = performance.now();
  const ended = service.stop();
  await waitFor(() => service.lines.some(({ message }) => message === 'stopping'));
  await assert.rejects(fetch(`${service.url}/health`));
  assert.equal((await open)['memory'].content, 'in flight');
  assert.equal(await ended, 0);
  assert.ok(performance.now() - signalledAt < 2_000, 'it did not wait for idle connections');
});
