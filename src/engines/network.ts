import * as http from 'node:http';
import * as net from 'node:net';
import { performance } from 'node:perf_hooks';
import type { HttpOutcome, HttpRequest, Network, OpenRequest } from '../domain/index.ts';
import { interrupted } from './clock.ts';
import { codeOf } from './fault.ts';

const BODY_BYTES = 1024 * 1024;

/** HTTP and TCP of this machine. No connection is kept: an idle one would hold a server's stop up. */
export const hostNetwork: Network = {
  async request(request, signal) {
    const { sent, answer } = send(request, signal);
    sent.end(request.body);
    return answer;
  },
  async open(request, signal) {
    const headers = { ...request.headers, 'content-type': 'application/octet-stream', 'content-length': '2' };
    const { sent, answer, answered } = send({ ...request, headers }, signal);
    await new Promise<void>((resolve) => {
      sent.once('error', () => resolve()); // told by `answer`
      sent.write('{', () => resolve());
    });
    return opened(sent, answer, answered);
  },
  connects: (address, port, { timeoutMs, holdMs = 0 }) =>
    new Promise((resolve) => {
      const socket = net.connect({ host: address, port });
      const end = (accepted: boolean) => {
        clearTimeout(deadline);
        socket.destroy();
        resolve(accepted);
      };
      const deadline = setTimeout(end, timeoutMs, false);
      socket.once('connect', () => (holdMs === 0 ? end(true) : setTimeout(end, holdMs, true)));
      socket.once('error', () => end(false));
      socket.once('end', () => end(false));
      socket.resume(); // `end` is told only to who reads
    }),
};

function opened(sent: http.ClientRequest, answer: Promise<HttpOutcome>, answered: () => boolean): OpenRequest {
  return {
    answered,
    finish() {
      if (!sent.destroyed) sent.end('}');
      return answer;
    },
    async [Symbol.asyncDispose]() {
      sent.destroy();
      await answer.catch(() => null); // interrupted: whoever disposes knows
    },
  };
}

function send(request: HttpRequest, signal: AbortSignal) {
  if (signal.aborted) throw interrupted(signal.reason);
  const startedAt = performance.now();
  const { address, port, path, method = 'GET', timeoutMs } = request;
  const sent = http.request({
    host: address,
    port,
    path,
    method,
    headers: { host: `localhost:${port}`, ...request.headers, connection: 'close' },
    agent: false,
  });
  let answered = false;
  const answer = new Promise<HttpOutcome>((resolve, reject) => {
    const end = (settle: () => void) => {
      clearTimeout(deadline);
      signal.removeEventListener('abort', onAbort);
      settle();
      sent.destroy();
    };
    const onAbort = () => end(() => reject(interrupted(signal.reason)));
    const onTimeout = () => end(() => resolve({ status: 'timeout', message: `no answer within ${timeoutMs} ms` }));
    const deadline = setTimeout(onTimeout, timeoutMs);
    signal.addEventListener('abort', onAbort, { once: true });
    sent.on('error', (error) => end(() => resolve({ status: 'refused', message: codeOf(error) || error.message })));
    sent.once('close', () => {
      if (!answered) end(() => resolve({ status: 'refused', message: 'the connection was closed without an answer' }));
    });
    sent.once('response', (response) => {
      answered = true;
      bodyOf(response).then(
        (body) => {
          const elapsedMs = performance.now() - startedAt;
          const code = response.statusCode ?? 0; // a response has one
          end(() => resolve({ status: 'answered', code, headers: headersOf(response), body, elapsedMs }));
        },
        (error) => end(() => resolve({ status: 'refused', message: codeOf(error) || String(error) })),
      );
    });
  });
  answer.catch(() => null); // who waits for it is told; an abort before anybody waits is no fault of its own
  return { sent, answer, answered: () => answered };
}

async function bodyOf(response: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response) {
    chunks.push(chunk as Buffer); // no encoding is set
    bytes += (chunk as Buffer).length;
    if (bytes >= BODY_BYTES) break;
  }
  return Buffer.concat(chunks).subarray(0, BODY_BYTES).toString('utf8');
}

function headersOf({ headers }: http.IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]),
  );
}
