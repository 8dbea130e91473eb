import http from 'node:http';
import { connect, type Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import { Duplex } from 'node:stream';
import type { HttpOutcome, HttpRequest, Network } from '../domain/index.ts';
import { interrupted } from './clock.ts';
import { codeOf } from './fault.ts';

const MAX_BODY = 1024 * 1024;

/** Plain HTTP and TCP from this machine. */
export const hostNetwork: Network = {
  request: (request, signal) => send(request, connect(request.port, request.address), signal),
  async open(request, signal) {
    const socket = connect(request.port, request.address);
    const held = new HeldConnection(socket);
    let answered = false;
    const outcome = send(request, held, signal).finally(() => {
      answered = true;
    });
    outcome.catch(() => {}); // whoever calls `finish` hears of it
    return {
      answered: () => answered,
      finish() {
        held.release();
        return outcome;
      },
      async [Symbol.asyncDispose]() {
        socket.destroy();
        await outcome.catch(() => {}); // closed by us
      },
    };
  },
  connects,
};

/** Passes everything on but the last byte that was written, until it is released. */
class HeldConnection extends Duplex {
  readonly #socket: Socket;
  #held: Buffer = Buffer.alloc(0);

  constructor(socket: Socket) {
    super({ allowHalfOpen: true });
    this.#socket = socket;
    socket.on('data', (chunk) => this.push(chunk) || socket.pause());
    socket.on('end', () => this.push(null));
    socket.on('error', (error) => this.destroy(error));
    socket.on('close', () => this.destroy());
  }

  release(): void {
    this.#socket.write(this.#held);
    this.#held = Buffer.alloc(0);
  }

  override _read(): void {
    this.#socket.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    const all = Buffer.concat([this.#held, chunk]);
    this.#held = all.subarray(all.length - 1);
    this.#socket.write(all.subarray(0, all.length - 1), done);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#socket.destroy();
    done(error);
  }
}

class Late extends Error {}

function send(request: HttpRequest, connection: Duplex, signal: AbortSignal): Promise<HttpOutcome> {
  const { address, port, path, method = 'GET', headers = {}, timeoutMs } = request;
  const startedAt = performance.now();
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      connection.destroy();
      return reject(interrupted(signal.reason));
    }
    const options = { method, path, headers: { host: `${address}:${port}`, connection: 'close', ...headers } };
    const sent = http.request({ ...options, createConnection: () => connection });
    const timer = setTimeout(() => sent.destroy(new Late(`no answer within ${timeoutMs} ms`)), timeoutMs);
    const onAbort = (): void => void sent.destroy();
    signal.addEventListener('abort', onAbort, { once: true });
    const settle = (act: () => void): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      connection.destroy();
      act();
    };
    const onError = (error: Error): void =>
      settle(() => (signal.aborted ? reject(interrupted(error)) : resolve(failed(error))));
    sent.on('error', onError);
    sent.on('response', (response) => {
      bodyOf(response).then((body) => {
        const code = response.statusCode ?? 0;
        const elapsedMs = performance.now() - startedAt;
        settle(() => resolve({ status: 'answered', code, headers: flat(response.headers), body, elapsedMs }));
      }, onError);
    });
    sent.end();
  });
}

/** An answer that is cut off in its body counts as none. */
async function bodyOf(response: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes >= MAX_BODY) break; // a stream of events need not end
  }
  return Buffer.concat(chunks).subarray(0, MAX_BODY).toString('utf8');
}

function flat(headers: http.IncomingHttpHeaders): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')]));
}

function failed(error: Error): HttpOutcome {
  if (error instanceof Late || codeOf(error) === 'ETIMEDOUT') return { status: 'timeout', message: error.message };
  return { status: 'refused', message: codeOf(error) === '' ? error.message : `${codeOf(error)}: ${error.message}` };
}

function connects(
  address: string,
  port: number,
  { timeoutMs, holdMs = 0 }: { readonly timeoutMs: number; readonly holdMs?: number },
): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, address);
    let timer = setTimeout(() => settle(false), timeoutMs);
    const settle = (kept: boolean): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(kept);
    };
    socket.on('error', () => settle(false));
    socket.on('connect', () => {
      if (holdMs === 0) return settle(true);
      clearTimeout(timer);
      timer = setTimeout(() => settle(true), holdMs);
      socket.resume(); // an end is only seen by who reads
      socket.on('end', () => settle(false));
      socket.on('close', () => settle(false));
    });
  });
}
