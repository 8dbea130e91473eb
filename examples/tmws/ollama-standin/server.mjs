#!/usr/bin/env node
// A deterministic stand-in for the part of Ollama's HTTP API that tmws uses. It knows no language: texts that share
// words get near vectors, which is enough to test storing, ranking, health and failure, without 2 GB of model.
//
//   ollama serve    listens on OLLAMA_HOST (host:port, default 127.0.0.1:11434); `serve` may be left out
//   ollama list     exits 0 when the server answers: the health check that works with the real image too
//
// STANDIN_MODEL (default zylonai/multilingual-e5-large)   the one model that is "pulled"; empty: none
// STANDIN_DIMENSIONS (default 1024)   STANDIN_DELAY_MS (default 0): how long an embedding takes
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';

const VERSION = '0.0.0-standin';
const BODY_LIMIT_BYTES = 4_000_000;

const { OLLAMA_HOST = '127.0.0.1:11434', STANDIN_MODEL = 'zylonai/multilingual-e5-large' } = process.env;
const dimensions = Number(process.env.STANDIN_DIMENSIONS ?? 1024);
const delayMs = Number(process.env.STANDIN_DELAY_MS ?? 0);
const [, host, port = '11434'] = /^(?:https?:\/\/)?(.*?)(?::(\d+))?\/?$/.exec(OLLAMA_HOST);

const [command = 'serve'] = process.argv.slice(2);
if (command === 'serve') serve();
else if (command === 'list') await list();
else fail(`unknown command "${command}"`);

function serve() {
  const server = createServer((request, response) => {
    answer(request)
      .catch((thrown) => ({ status: thrown.status ?? 400, body: { error: thrown.message } }))
      .then(({ status, body }) => {
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(JSON.stringify(body));
      });
  });
  server.on('error', ({ message }) => fail(message));
  server.listen(Number(port), host || '127.0.0.1', () => say('listening', server.address()));
  for (const signal of ['SIGTERM', 'SIGINT']) {
    process.once(signal, () => {
      server.close(() => process.exit(0));
      server.closeIdleConnections();
    });
  }
}

async function answer(request) {
  switch (`${request.method} ${request.url}`) {
    case 'GET /api/version':
      return { status: 200, body: { version: VERSION } };
    case 'GET /api/tags':
      return { status: 200, body: { models: models() } };
    case 'POST /api/embed':
      return embed(JSON.parse(await read(request)));
    default:
      return { status: 404, body: { error: '404 page not found' } };
  }
}

function models() {
  if (STANDIN_MODEL === '') return [];
  const name = tagged(STANDIN_MODEL);
  const digest = createHash('sha256').update(name).digest('hex');
  const details = { format: 'standin', family: 'bert', parameter_size: '0', quantization_level: 'F32' };
  return [{ name, model: name, modified_at: '2025-01-01T00:00:00Z', size: 0, digest, details }];
}

async function embed({ model, input }) {
  if (STANDIN_MODEL === '' || tagged(String(model)) !== tagged(STANDIN_MODEL)) {
    return { status: 404, body: { error: `model "${model}" not found, try pulling it first` } };
  }
  if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
  const texts = [input ?? []].flat().map(String);
  const words = texts.reduce((sum, text) => sum + wordsOf(text).length, 0);
  const body = { model, embeddings: texts.map(vectorOf), total_duration: 1, load_duration: 0, prompt_eval_count: words };
  return { status: 200, body };
}

/** Every word adds ±1 at thirty places that its hash chooses; the sum is scaled to length 1. */
function vectorOf(text) {
  const vector = new Float64Array(dimensions);
  for (const word of wordsOf(text)) {
    const hash = createHash('sha512').update(word).digest();
    for (let i = 0; i < 60; i += 2) vector[hash.readUInt16BE(i) % dimensions] += hash[(i + 3) % 64] & 1 ? 1 : -1;
  }
  const length = Math.hypot(...vector) || 1;
  return Array.from(vector, (value) => value / length);
}

function wordsOf(text) {
  return text.normalize('NFKC').toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

function tagged(name) {
  return name.includes(':') ? name : `${name}:latest`;
}

async function read(request) {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) {
    text += chunk;
    if (text.length > BODY_LIMIT_BYTES) throw Object.assign(new Error('the body is too large'), { status: 413 });
  }
  return text;
}

async function list() {
  const there = ['0.0.0.0', '', '::'].includes(host) ? '127.0.0.1' : host;
  try {
    const response = await fetch(`http://${there}:${port}/api/tags`, { signal: AbortSignal.timeout(2_000) });
    const { models } = await response.json();
    console.log(['NAME', ...models.map(({ name }) => name)].join('\n'));
  } catch {
    fail(`no server answers on ${there}:${port}`);
  }
}

function say(message, details) {
  console.log(JSON.stringify({ level: 'INFO', message, ...details }));
}

function fail(message) {
  console.error(JSON.stringify({ level: 'ERROR', message }));
  process.exit(1);
}
