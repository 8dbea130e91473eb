import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { verify } from './chain.ts';
import { HttpError } from './errors.ts';
import { type Health, healthOf } from './health.ts';
import { type Log, reasonOf } from './log.ts';
import { readAgent, readHeads, readNumber, readTask, readUuid } from './requests.ts';
import type { Service } from './service.ts';
import { allEntries, type Store } from './store.ts';

const BODY_LIMIT_BYTES = 1_000_000;
const PAGE_LIMIT = 1_000;

export interface Parts {
  readonly store: Store;
  readonly service: Service;
  readonly apiKey: string;
  readonly version: string;
  readonly log: Log;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

interface Call {
  readonly query: URLSearchParams;
  /** What the pattern's parentheses caught. */
  readonly caught: readonly string[];
  readonly body: () => Promise<unknown>;
}

interface Route {
  readonly method: 'GET' | 'POST';
  readonly path: RegExp;
  readonly open?: true;
  readonly answer: (call: Call) => Promise<Answer>;
}

const ok = (body: unknown): Answer => ({ status: 200, body });

/** `GET /live` and `GET /health` for everybody, the rest for those who know the key. */
function routesOf({ store, service, version, log }: Parts, health: () => Promise<Health>): readonly Route[] {
  const uptimeSeconds = () => Math.round(process.uptime());
  const found = <T>(value: T | null): T => {
    if (value === null) throw new HttpError(404, 'not found');
    return value;
  };
  return [
    { method: 'GET', path: /^\/live$/, open: true, answer: async () => ok({ status: 'ok', version, uptimeSeconds: uptimeSeconds() }) },
    {
      method: 'GET',
      path: /^\/health$/,
      open: true,
      answer: async () => {
        const { ok: well, database } = await health();
        return { status: well ? 200 : 503, body: { status: well ? 'ok' : 'error', version, uptimeSeconds: uptimeSeconds(), database } };
      },
    },
    { method: 'GET', path: /^\/agents$/, answer: async () => ok({ agents: await store.agents() }) },
    {
      method: 'POST',
      path: /^\/agents$/,
      answer: async ({ body }) => {
        const { name, executor } = readAgent(await body());
        const result = await service.register(name, executor);
        if (result.status === 'exists') throw new HttpError(409, `there is an agent ${name} already`);
        if (result.status === 'refused') throw new HttpError(422, result.reason);
        return { status: 201, body: result.agent, headers: { location: `/agents/${name}` } };
      },
    },
    {
      method: 'GET',
      path: /^\/agents\/([a-z0-9.-]{1,64})$/,
      answer: async ({ caught: [name = ''] }) => ok(found(await store.agent(name))),
    },
    {
      method: 'POST',
      path: /^\/agents\/([a-z0-9.-]{1,64})\/runs$/,
      answer: async ({ caught: [name = ''], body }) => {
        const run = found(await service.run(name, readTask(await body())));
        return { status: 201, body: run, headers: { location: `/runs/${run.id}` } };
      },
    },
    { method: 'GET', path: /^\/runs\/([0-9a-f-]{36})$/, answer: async ({ caught: [id = ''] }) => ok(found(await store.run(readUuid(id)))) },
    {
      method: 'GET',
      path: /^\/audit$/,
      answer: async ({ query }) => {
        const limit = readNumber(query, 'limit', 100, PAGE_LIMIT);
        return ok({ entries: await store.entries(readNumber(query, 'after', 0, Number.MAX_SAFE_INTEGER), limit) });
      },
    },
    {
      method: 'GET',
      path: /^\/audit\/verify$/,
      answer: async ({ query }) => {
        const result = await verify(allEntries(store), readHeads(query));
        if (!result.ok) log('CRITICAL', 'the audit trail is broken', { seq: result.seq, problem: result.problem });
        return { status: result.ok ? 200 : 409, body: result };
      },
    },
  ];
}

export function createHttpServer(parts: Parts): Server {
  const { log } = parts;
  const health = healthOf(parts.store, log);
  const routes = routesOf(parts, health);
  const isAuthorized = bearerCheck(parts.apiKey);

  return createServer((request, response) => {
    handle(request)
      .then(({ status, body, headers }) => send(request, response, status, body, headers))
      .catch(async (thrown: unknown) => {
        if (thrown instanceof HttpError) return send(request, response, thrown.status, { error: thrown.message }, thrown.headers);
        log('ERROR', 'request failed', { path: pathOf(request), reason: reasonOf(thrown) });
        if ((await health()).ok) return send(request, response, 500, { error: 'internal error' });
        return send(request, response, 503, { error: 'the database does not answer' }, { 'retry-after': '5' });
      });
  });

  async function handle(request: IncomingMessage): Promise<Answer> {
    const path = pathOf(request);
    const method = request.method === 'HEAD' ? 'GET' : request.method;
    const matching = routes.flatMap((route) => {
      const match = route.path.exec(path);
      return match ? [{ route, caught: match.slice(1) }] : [];
    });
    if (!matching.some(({ route }) => route.open) && !isAuthorized(request.headers.authorization)) {
      log('WARN', 'request refused', { path, from: request.socket.remoteAddress });
      throw new HttpError(401, 'a bearer token is needed', { 'www-authenticate': 'Bearer realm="kaizen"' });
    }
    if (matching.length === 0) throw new HttpError(404, 'not found');
    const chosen = matching.find(({ route }) => route.method === method);
    if (chosen === undefined)
      throw new HttpError(405, 'not with this method', { allow: matching.map(({ route }) => route.method).join(', ') });
    const query = new URL(request.url ?? '/', 'http://kaizen').searchParams;
    return chosen.route.answer({ query, caught: chosen.caught, body: () => readJson(request) });
  }
}

/** Compares digests: equal in length, so that neither the time nor an exception tells anything about the key. */
function bearerCheck(apiKey: string): (header: string | undefined) => boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  const expected = digest(apiKey);
  return (header = '') => timingSafeEqual(digest(/^Bearer +(\S+)$/i.exec(header)?.[1] ?? ''), expected);
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

function send(
  { method }: IncomingMessage,
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  const text = `${JSON.stringify(body)}\n`;
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
    ...headers,
  });
  response.end(method === 'HEAD' ? undefined : text);
}
