import * as fs from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { pipeline, Readable } from 'node:stream';
import { TickproofError } from '../../domain/index.ts';
import { interrupted } from '../clock.ts';
import { codeOf } from '../fault.ts';

/** Where an engine listens; plain data, so that the reaper can be told. */
export type Endpoint =
  | { readonly kind: 'unix'; readonly socketPath: string }
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number; readonly tls: TlsFiles | null };

export interface TlsFiles {
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

export type Query = Readonly<Record<string, string | number | boolean | object | undefined>>;

export interface RequestOptions {
  readonly query?: Query;
  /** Objects are sent as JSON, bytes as a tar, all at once or as they come. */
  readonly body?: object | Uint8Array | AsyncIterable<Uint8Array>;
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
}

export interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  /** Parsed when it is JSON, else the text. */
  readonly body: unknown;
}

/** The Engine API over HTTP. Statuses are values; an engine that does not answer throws `engine-failed`. */
export interface EngineApi {
  /** For messages: `the Docker engine at unix:///var/run/docker.sock`. */
  readonly name: string;
  readonly endpoint: Endpoint;
  request(method: string, path: string, options?: RequestOptions): Promise<Answer>;
  /** The body as it comes; throws for a status of 400 and above that is not among the accepted ones. */
  open(
    method: string,
    path: string,
    options?: RequestOptions,
    accepted?: readonly number[],
  ): Promise<http.IncomingMessage>;
  /** The same engine, asked in this version of the API. */
  at(apiVersion: string): EngineApi;
  close(): void;
}

/** An API client for an endpoint. Nothing is sent before the first request. */
export function engineApi(endpoint: Endpoint, name: string): EngineApi {
  return clientAt(connectionTo(endpoint), endpoint, name, '');
}

interface Connection {
  readonly secure: boolean;
  readonly options: http.RequestOptions;
  readonly agent: http.Agent;
}

function connectionTo(endpoint: Endpoint): Connection {
  if (endpoint.kind === 'unix') {
    const options = { socketPath: endpoint.socketPath };
    return { secure: false, options, agent: new http.Agent({ keepAlive: true }) };
  }
  const { host, port, tls } = endpoint;
  if (!tls) return { secure: false, options: { host, port }, agent: new http.Agent({ keepAlive: true }) };
  const files = { ca: fs.readFileSync(tls.ca), cert: fs.readFileSync(tls.cert), key: fs.readFileSync(tls.key) };
  return { secure: true, options: { host, port }, agent: new https.Agent({ keepAlive: true, ...files }) };
}

function clientAt(connection: Connection, endpoint: Endpoint, name: string, prefix: string): EngineApi {
  const send = (method: string, path: string, options: RequestOptions): Promise<http.IncomingMessage> =>
    exchange(connection, method, `${prefix}${path}${searchOf(options.query)}`, options, name);
  return {
    name,
    endpoint,
    async request(method, path, options = {}) {
      const response = await send(method, path, options);
      const text = await textOf(response, options.signal, name);
      return { status: response.statusCode ?? 0, headers: response.headers, body: bodyOf(response, text) };
    },
    async open(method, path, options = {}, accepted = []) {
      const response = await send(method, path, options);
      const status = response.statusCode ?? 0;
      if (status < 400 || accepted.includes(status)) return response;
      throw refusal(name, `${method} ${path}`, {
        status,
        body: bodyOf(response, await textOf(response, options.signal, name)),
      });
    },
    at: (apiVersion) => clientAt(connection, endpoint, name, `/v${apiVersion}`),
    close: () => connection.agent.destroy(),
  };
}

function searchOf(query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value !== undefined) search.append(key, typeof value === 'object' ? JSON.stringify(value) : String(value));
  }
  return search.size > 0 ? `?${search.toString()}` : '';
}

function exchange(
  { secure, options, agent }: Connection,
  method: string,
  path: string,
  { body, signal, timeoutMs }: RequestOptions,
  name: string,
): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(interrupted(signal.reason));
    const stream = isStream(body) ? body : null;
    const data = body === undefined || stream ? undefined : body instanceof Uint8Array ? body : JSON.stringify(body);
    const type = { 'content-type': stream || body instanceof Uint8Array ? 'application/x-tar' : 'application/json' };
    const length = data === undefined ? {} : { 'content-length': Buffer.byteLength(data) };
    const headers = { host: 'engine', ...(body === undefined ? {} : type), ...length };
    const request = (secure ? https : http).request({ ...options, agent, method, path, headers, signal });
    const timer =
      timeoutMs === undefined ? undefined : setTimeout(() => request.destroy(new Silence(timeoutMs)), timeoutMs);
    request.on('response', (response) => {
      response.once('close', () => clearTimeout(timer));
      resolve(response);
    });
    request.on('error', (cause) => {
      clearTimeout(timer);
      reject(connectionFault(name, cause, signal));
    });
    if (stream)
      pipeline(Readable.from(stream, { objectMode: false }), request, (cause) => cause && request.destroy(cause));
    else request.end(data);
  });
}

function isStream(body: RequestOptions['body']): body is AsyncIterable<Uint8Array> {
  return body !== undefined && Symbol.asyncIterator in body;
}

class Silence extends Error {
  constructor(ms: number) {
    super(`no answer within ${ms} ms`);
  }
}

async function textOf(response: http.IncomingMessage, signal: AbortSignal | undefined, name: string): Promise<string> {
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk as Buffer); // no encoding is set
    return Buffer.concat(chunks).toString('utf8');
  } catch (cause) {
    throw connectionFault(name, cause, signal);
  }
}

function bodyOf({ headers }: http.IncomingMessage, text: string): unknown {
  const type = headers['content-type'] ?? 'json'; // Podman sends its stats without any
  if (text === '' || !type.includes('json')) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text; // several values in a stream, or a proxy's page under a wrong type
  }
}

/** What went wrong between us and the engine. */
export function connectionFault(name: string, cause: unknown, signal?: AbortSignal): TickproofError {
  if (cause instanceof TickproofError) return cause;
  if (signal?.aborted) return interrupted(cause);
  if (cause instanceof Silence) {
    const remedy = 'The engine may be overloaded or hung: look at its log.';
    return new TickproofError('timed-out', `${name} gave ${cause.message}`, { remedy, cause });
  }
  if (codeOf(cause) === 'EACCES') {
    const remedy = 'Add yourself to the group that owns the socket, or use a rootless engine.';
    return new TickproofError('not-permitted', `You may not talk to ${name}`, { remedy, cause });
  }
  const remedy = 'Start the engine, or point DOCKER_HOST at one; `tickproof doctor` shows what was tried.';
  return new TickproofError('engine-failed', `${name} does not answer (${codeOf(cause) || String(cause)})`, {
    remedy,
    cause,
  });
}

/** What the engine said instead of doing `action`. */
export function refusal(
  name: string,
  action: string,
  { status, body }: Pick<Answer, 'status' | 'body'>,
): TickproofError {
  const said = messageOf(body);
  const message = `${name} refused ${action} (HTTP ${status}): ${said}`;
  if (/no space left on device/i.test(said)) {
    return new TickproofError('disk-full', message, { remedy: "Free space on the engine's disk.", cause: body });
  }
  if (/port is already allocated|address already in use/i.test(said)) {
    return new TickproofError('port-busy', message, {
      remedy: 'End what listens there, or choose another port.',
      cause: body,
    });
  }
  const remedy = 'Run `tickproof doctor` to see whether the engine is well.';
  return new TickproofError('engine-failed', message, { remedy, cause: body });
}

function messageOf(body: unknown): string {
  if (typeof body === 'object' && body !== null && 'message' in body) return String(body.message);
  return String(body).trim();
}
