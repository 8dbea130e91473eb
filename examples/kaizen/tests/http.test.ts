import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { test } from 'node:test';
import type { ModelConfig } from '../src/config.ts';
import { createHttpServer } from '../src/http.ts';
import { createLog } from '../src/log.ts';
import { Service } from '../src/service.ts';
import { bodyOf, call, type Cleanup, KEY, type LogLine, serve } from './kit.ts';
import { MemoryStore } from './memory-store.ts';

/** The HTTP interface over the store in memory. */
async function begin(t: Cleanup, model: ModelConfig | null = null) {
  const store = new MemoryStore();
  const lines: LogLine[] = [];
  const log = createLog('DEBUG', (line) => void lines.push(JSON.parse(line) as LogLine));
  const url = await serve(t, createHttpServer({ store, service: new Service(store, model, log), apiKey: KEY, version: '1.0.0', log }));
  return { store, lines, url };
}

test('everybody may ask whether it lives and is healthy, and only who knows the key for more', async (t) => {
  const { url } = await begin(t);
  assert.equal((await call(url, '/live', undefined, {})).status, 200);
  assert.equal((await call(url, '/health', undefined, {})).status, 200);
  for (const path of ['/agents', '/audit', '/audit/verify', '/nowhere']) {
    for (const authorization of ['', 'Bearer', 'Bearer wrong', `Basic ${KEY}`, KEY]) {
      const refused = await call(url, path, undefined, { authorization });
      assert.equal(refused.status, 401);
      assert.equal(refused.headers.get('www-authenticate'), 'Bearer realm="kaizen"');
    }
  }
});

test('health says 503 while the database is gone, life goes on, and each change is logged once', async (t) => {
  const { store, lines, url } = await begin(t);
  assert.equal((await call(url, '/health')).status, 200);
  store.gone = new Error('connection refused by 10.0.0.7');
  const health = await call(url, '/health');
  assert.equal(health.status, 503);
  assert.equal(health.body['status'], 'error');
  assert.doesNotMatch(JSON.stringify(health.body), /10\.0\.0\.7/);
  assert.equal((await call(url, '/health')).status, 503);
  assert.equal((await call(url, '/live')).status, 200);
  const agents = await call(url, '/agents');
  assert.deepEqual([agents.status, agents.headers.get('retry-after')], [503, '5']);
  store.gone = null;
  assert.equal((await call(url, '/health')).status, 200);
  const about = lines.filter(({ message }) => /^the database/.test(message ?? ''));
  assert.deepEqual(
    about.map(({ level, message }) => `${level} ${message}`),
    ['ERROR the database does not answer', 'INFO the database answers'],
  );
});

test('an agent is registered once, listed, and asked for by name', async (t) => {
  const { url } = await begin(t);
  const made = await call(url, '/agents', { name: 'sorter', tool: 'text.sort' });
  assert.equal(made.status, 201);
  assert.equal(made.headers.get('location'), '/agents/sorter');
  assert.equal((await call(url, '/agents', { name: 'sorter', tool: 'text.count' })).status, 409);
  const { body } = await call(url, '/agents');
  assert.deepEqual(
    body['agents'].map(({ name, executor }: { name: string; executor: unknown }) => ({ name, executor })),
    [{ name: 'sorter', executor: { kind: 'tool', tool: 'text.sort' } }],
  );
  assert.deepEqual((await call(url, '/agents/sorter')).body, made.body);
  assert.equal((await call(url, '/agents/nobody')).status, 404);
});

test('a task runs through a tool, can be read again, and leaves digests in the trail, not texts', async (t) => {
  const { store, url } = await begin(t);
  await call(url, '/agents', { name: 'sorter', tool: 'text.sort' });
  const made = await call(url, '/agents/sorter/runs', { task: 'b\na\nb' });
  assert.equal(made.status, 201);
  assert.deepEqual([made.body['status'], made.body['output'], made.body['reason']], ['succeeded', 'a\nb', null]);
  assert.deepEqual((await call(url, `/runs/${made.body['id']}`)).body, made.body);
  assert.deepEqual(
    store.trail.map(({ actor, action }) => `${actor} ${action}`),
    ['api agent.registered', 'sorter run.started', 'sorter run.succeeded'],
  );
  assert.match(store.trail[2]?.detail ?? '', /"output":"sha256:[0-9a-f]{64}"/);
  assert.doesNotMatch(JSON.stringify(store.trail), /a\\nb/);
});

test('the same task gives the same output, whatever the tool', async (t) => {
  const { url } = await begin(t);
  const tools = [
    ['counter', 'text.count', '{"characters":11,"words":2,"lines":2}'],
    ['digester', 'text.digest', createHash('sha256').update('hello\nworld').digest('hex')],
    ['sorter', 'text.sort', 'hello\nworld'],
  ] as const;
  for (const [name, tool, output] of tools) {
    await call(url, '/agents', { name, tool });
    for (let turn = 0; turn < 2; turn++)
      assert.equal((await call(url, `/agents/${name}/runs`, { task: 'hello\nworld' })).body['output'], output);
  }
});

test('the trail is read in pages and verified, and a change is called a conflict', async (t) => {
  const { store, lines, url } = await begin(t);
  await call(url, '/agents', { name: 'sorter', tool: 'text.sort' });
  for (let index = 0; index < 3; index++) await call(url, '/agents/sorter/runs', { task: `task ${index}` });
  const page = await call(url, '/audit?after=2&limit=3');
  assert.deepEqual(
    page.body['entries'].map(({ seq }: { seq: number }) => seq),
    [3, 4, 5],
  );
  const whole = await call(url, '/audit/verify');
  assert.deepEqual([whole.status, whole.body['ok'], whole.body['entries']], [200, true, 7]);
  const { seq, hash } = whole.body['head'];
  assert.equal((await call(url, `/audit/verify?head=${seq}:${hash}`)).status, 200);
  assert.equal((await call(url, `/audit/verify?head=${seq + 1}:${hash}`)).status, 409);
  store.trail[3] = { ...(store.trail[3] as (typeof store.trail)[number]), actor: 'mallory' };
  const broken = await call(url, '/audit/verify');
  assert.deepEqual([broken.status, broken.body], [409, { ok: false, entries: 3, seq: 4, problem: 'altered' }]);
  assert.ok(lines.some(({ level, message }) => level === 'CRITICAL' && message === 'the audit trail is broken'));
});

test('what is no request is refused with a reason, and changes nothing', async (t) => {
  const { store, url } = await begin(t);
  const refused: [path: string, body: unknown, status: number, reason: RegExp][] = [
    ['/agents', '{', 400, /not JSON/],
    ['/agents', [], 400, /JSON object/],
    ['/agents', 'null', 400, /JSON object/],
    ['/agents', { name: 'a' }, 400, /either a tool or a model/],
    ['/agents', { name: 'a', tool: 'text.sort', model: 'm' }, 400, /either a tool or a model/],
    ['/agents', { name: 'a', tool: 'text.sort', instructions: 'i' }, 400, /for a model/],
    ['/agents', { name: '../a', tool: 'text.sort' }, 400, /name must be/],
    ['/agents', { name: 'a'.repeat(65), tool: 'text.sort' }, 400, /name must be/],
    ['/agents', { name: 'a', tool: 'text.sort', colour: 'red' }, 400, /unknown key "colour"/],
    ['/agents', '{"name":"a","tool":"text.sort","__proto__":{}}', 400, /unknown key "__proto__"/],
    ['/agents', { name: 'a', tool: 'toString' }, 422, /no tool toString/],
    ['/agents', { name: 'a', model: 'llama3.2' }, 422, /KAIZEN_MODEL_URL/],
    ['/agents/nobody/runs', { task: 't' }, 404, /not found/],
    ['/agents/nobody/runs', { task: '' }, 400, /not empty/],
    ['/agents/nobody/runs', { task: 'a\u0000b' }, 400, /cannot be kept/],
    ['/agents/nobody/runs', '{"task":"\\ud800"}', 400, /cannot be kept/],
    ['/agents/nobody/runs', { task: 'x'.repeat(100_001) }, 400, /longer than/],
    ['/agents', 'x'.repeat(1_000_001), 413, /over 1000000 bytes/],
    ['/audit', {}, 405, /method/],
  ];
  for (const [path, body, status, reason] of refused) {
    const answer = await call(url, path, body);
    assert.deepEqual([path, answer.status], [path, status]);
    assert.match(answer.body['error'], reason);
  }
  for (const query of ['after=-1', 'after=1e3', 'limit=1001', 'limit=']) assert.equal((await call(url, `/audit?${query}`)).status, 400);
  for (const query of ['head=1', 'head=0:00', `head=1:${'g'.repeat(64)}`])
    assert.equal((await call(url, `/audit/verify?${query}`)).status, 400);
  assert.equal(store.trail.length, 0);
});

test('HEAD is GET without a body', async (t) => {
  const { url } = await begin(t);
  const response = await fetch(`${url}/health`, { method: 'HEAD' });
  assert.equal(response.status, 200);
  assert.equal(await response.text(), '');
});

for (const api of ['openai', 'ollama'] as const) {
  test(`a task runs through a model behind an ${api} endpoint`, async (t) => {
    const asked: unknown[] = [];
    const endpoint = await serve(t, async (request, response) => {
      const body = await bodyOf(request);
      asked.push([request.url, request.headers.authorization, body['model'], body['messages'].length]);
      const message = { role: 'assistant', content: `about: ${body['messages'].at(-1).content}` };
      response.end(JSON.stringify(api === 'ollama' ? { message, done: true } : { choices: [{ message }] }));
    });
    const { url } = await begin(t, { api, baseUrl: `${endpoint}/base`, apiKey: 'model-key', timeoutMs: 5_000 });
    assert.equal((await call(url, '/agents', { name: 'writer', model: 'llama3.2', instructions: 'be brief' })).status, 201);
    const { body } = await call(url, '/agents/writer/runs', { task: 'containers' });
    assert.deepEqual([body['status'], body['output']], ['succeeded', 'about: containers']);
    assert.deepEqual(asked, [[api === 'ollama' ? '/base/api/chat' : '/base/chat/completions', 'Bearer model-key', 'llama3.2', 2]]);
  });
}

test('a model that fails makes a run that failed and says why, without its address or key', async (t) => {
  let answer: (response: ServerResponse) => void = (response) => response.writeHead(500).end('boom');
  const endpoint = await serve(t, (_, response) => answer(response));
  const { store, url } = await begin(t, { api: 'openai', baseUrl: endpoint, apiKey: 'model-key', timeoutMs: 300 });
  await call(url, '/agents', { name: 'writer', model: 'm' });
  const cases: [typeof answer, RegExp][] = [
    [(response) => response.writeHead(500).end('boom'), /answered 500/],
    [(response) => response.end('not json'), /something else/],
    [(response) => response.end('{"choices":[]}'), /something else/],
    [(response) => response.writeHead(302, { location: '/elsewhere' }).end(), /redirect/],
    [(response) => response.end('x'.repeat(4_000_001)), /more than/],
    [() => undefined, /timeout/],
  ];
  for (const [behaviour, reason] of cases) {
    answer = behaviour;
    const { status, body } = await call(url, '/agents/writer/runs', { task: 't' });
    assert.deepEqual([status, body['status'], body['output']], [201, 'failed', null]);
    assert.match(body['reason'], reason);
    assert.doesNotMatch(JSON.stringify([body, store.trail]), /model-key|127\.0\.0\.1/);
  }
  assert.equal(store.trail.at(-1)?.action, 'run.failed');
});
