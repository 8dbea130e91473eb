import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { version } from '../package.json';
import { reasonOf } from './log.ts';
import { type Backends, createMcpServer } from './tools.ts';

const BODY_LIMIT_BYTES = 1_000_000;

class HttpError extends Error {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.headers = headers;
  }
}

/** `GET /health` for everybody, `POST /mcp` for those who know the key. */
export function createHttpServer(backends: Backends, secretKey: string): Server {
  const { log } = backends;
  const isAuthorized = bearerCheck(secretKey);

  return createServer((request, response) => {
    handle(request, response).catch((thrown: unknown) => {
      const known = thrown instanceof HttpError;
      if (!known) log('ERROR', 'request failed', { path: pathOf(request), reason: reasonOf(thrown) });
      if (response.headersSent) response.destroy();
      else if (known) send(response, thrown.status, { error: thrown.message }, thrown.headers);
      else send(response, 500, { error: 'internal error' });
    });
  });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = pathOf(request);
    if (path === '/health') {
      if (request.method !== 'GET' && request.method !== 'HEAD') throw new HttpError(405, 'use GET', { allow: 'GET, HEAD' });
      const { httpStatus, ...body } = await healthOf(backends);
      return send(response, httpStatus, body);
    }
    if (!isAuthorized(request.headers.authorization)) {
      log('WARN', 'request refused', { path, from: request.socket.remoteAddress });
      throw new HttpError(401, 'a bearer token is needed', { 'www-authenticate': 'Bearer realm="tmws"' });
    }
    if (path !== '/mcp') throw new HttpError(404, 'not found');
    if (request.method !== 'POST') throw new HttpError(405, 'this endpoint is stateless: use POST', { allow: 'POST' });
    await handleMcp(request, response, await readJson(request));
  }

  async function handleMcp(request: IncomingMessage, response: ServerResponse, message: unknown): Promise<void> {
    const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined, enableJsonResponse: true });
    const server = createMcpServer(backends);
    response.on('close', () => void server.close());
    await server.connect(transport);
    await transport.handleRequest(request, response, message);
  }
}

/**
 * `error` (503) when the store cannot be read: nothing works then. `degraded` (200) when only embeddings fail: lists and
 * workflow steps still work, and restarting this service would not bring the backend back.
 */
async function healthOf({ store, embeddings, log }: Backends) {
  const [embedding, stored] = await Promise.all([embeddings.health(), lookAtStore()]);
  const status = !stored.ok ? 'error' : embedding.ok ? 'ok' : 'degraded';
  return { httpStatus: stored.ok ? 200 : 503, status, version, uptimeSeconds: Math.round(process.uptime()), store: stored, embedding };

  async function lookAtStore() {
    try {
      return { ok: true, ...store.counts() };
    } catch (thrown) {
      log('ERROR', 'the store cannot be read', { reason: reasonOf(thrown) });
      return { ok: false, reason: 'the database cannot be read' };
    }
  }
}

/** Compares digests: equal in length, so that neither the time nor an exception tells anything about the key. */
function bearerCheck(secretKey: string): (header: string | undefined) => boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  const expected = digest(secretKey);
  return (header = '') => timingSafeEqual(digest(/^Bearer +(.+)$/i.exec(header)?.[1] ?? ''), expected);
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    sizeBytes += chunk.length;
    if (sizeBytes > BODY_LIMIT_BYTES) throw new HttpError(413, `the body is over ${BODY_LIMIT_BYTES} bytes`, { connection: 'close' });
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw new HttpError(400, 'the body is not JSON'); // where the parser stopped is of no use to the client
  }
}

function pathOf({ url = '/' }: IncomingMessage): string {
  return url.split('?', 1)[0] ?? '/';
}

function send(response: ServerResponse, status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers });
  response.end(`${JSON.stringify(body)}\n`);
}
