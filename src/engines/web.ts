import * as http from 'node:http';
import * as https from 'node:https';
import { TickproofError } from '../domain/index.ts';
import { interrupted } from './clock.ts';
import { codeOf } from './fault.ts';

/** What came back from elsewhere. The body must be read to its end, or left by `return()`. */
export interface WebAnswer {
  readonly code: number;
  readonly sizeBytes: number | null;
  readonly body: AsyncIterable<Uint8Array>;
}

/** Files of the internet. HTTPS only; plain HTTP to this machine alone. */
export interface Web {
  /** Follows redirects. Throws `file-unreadable` where nobody answers, `interrupted` on abort. */
  get(url: string, options: { readonly signal: AbortSignal; readonly idleMs: number }): Promise<WebAnswer>;
}

const MOST_REDIRECTS = 5;

export const hostWeb: Web = {
  async get(url, options) {
    let at = allowed(url);
    for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects += 1) {
      const response = await request(at, options);
      const code = response.statusCode ?? 0; // a response has one
      const { location } = response.headers;
      if (code < 300 || code >= 400 || location === undefined) return answerOf(at, response, options.signal);
      response.destroy();
      at = allowed(new URL(location, at).href);
    }
    throw unreachable(at, 'it redirects without end');
  },
};

function allowed(url: string): URL {
  const at = URL.canParse(url) ? new URL(url) : null;
  const isHere = at !== null && ['127.0.0.1', '[::1]', 'localhost'].includes(at.hostname);
  if (at?.protocol === 'https:' || (at?.protocol === 'http:' && isHere)) return at;
  throw new TickproofError('usage', `${url} is not fetched`, { remedy: 'Give an https address.' });
}

function request(
  at: URL,
  { signal, idleMs }: { readonly signal: AbortSignal; readonly idleMs: number },
): Promise<http.IncomingMessage> {
  if (signal.aborted) throw interrupted(signal.reason);
  const { get } = at.protocol === 'https:' ? https : http;
  return new Promise((resolve, reject) => {
    const sent = get(at, { signal, agent: false, headers: { 'user-agent': 'tickproof' } }, resolve);
    sent.setTimeout(idleMs, () => sent.destroy(new Error(`silent for ${Math.round(idleMs / 1000)} s`)));
    sent.on('error', (error) => reject(signal.aborted ? interrupted(signal.reason) : unreachable(at, error)));
  });
}

function answerOf(at: URL, response: http.IncomingMessage, signal: AbortSignal): WebAnswer {
  const length = Number(response.headers['content-length'] ?? Number.NaN);
  return {
    code: response.statusCode ?? 0,
    sizeBytes: Number.isSafeInteger(length) ? length : null,
    body: bodyOf(at, response, signal),
  };
}

async function* bodyOf(at: URL, response: http.IncomingMessage, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of response) yield chunk as Uint8Array; // no encoding is set
  } catch (error) {
    throw signal.aborted ? interrupted(signal.reason) : unreachable(at, error);
  } finally {
    response.destroy();
  }
}

function unreachable(at: URL, cause: unknown): TickproofError {
  const why =
    typeof cause === 'string' ? cause : codeOf(cause) || (cause instanceof Error ? cause.message : 'it failed');
  return new TickproofError('file-unreadable', `${at.href} cannot be fetched: ${why}`, {
    remedy: 'Look at the network; where there is none, fetch the zips elsewhere and name them with `--advisories`.',
    cause,
  });
}
