import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';

export const KEY = 'k'.repeat(32);

export type Json = Record<string, any>;
export type LogLine = Json & { readonly level?: string; readonly message?: string };

/** The test runner's clean-up hook, so that a failing test leaves nothing behind. */
export interface Cleanup {
  after(release: () => unknown): void;
}

/** A running service, however it was started. */
export interface Running {
  readonly url: string;
  readonly lines: readonly LogLine[];
}

export interface Program extends Running {
  readonly process: ChildProcess;
  /** Resolves with the exit code. */
  readonly ended: Promise<number | null>;
}

/** Starts the built service, without waiting for anything. */
export function run(env: Readonly<Record<string, string>>): Omit<Program, 'url'> {
  const child = spawn(process.execPath, ['dist/server.js'], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  process.once('exit', () => child.kill('SIGKILL')); // nothing outlives the tests, however they end
  const lines: LogLine[] = [];
  if (child.stdout === null) throw new Error('stdout is a pipe');
  createInterface(child.stdout).on('line', (line) => lines.push(JSON.parse(line) as LogLine));
  return { process: child, lines, ended: once(child, 'close').then(([code]) => code as number | null) };
}

/** Starts the built service on a free port, and waits until it listens. */
export async function start(test: Cleanup, env: Readonly<Record<string, string>>): Promise<Program> {
  const program = run({ KAIZEN_API_KEY: KEY, KAIZEN_PORT: '0', ...env });
  test.after(() => {
    if (program.process.exitCode === null) program.process.kill('SIGTERM');
    return program.ended;
  });
  const listening = await waitFor(() => program.lines.find(({ message }) => message === 'listening') ?? program.process.exitCode);
  if (typeof listening === 'number') throw new Error(`the service ended with ${listening}: ${JSON.stringify(program.lines)}`);
  return { ...program, url: `http://127.0.0.1:${listening['port']}` };
}

export async function waitFor<T>(
  look: () => T | null | undefined | false | Promise<T | null | undefined | false>,
  withinMs = 20_000,
): Promise<T> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const seen = await look();
    if (seen !== null && seen !== undefined && seen !== false) return seen;
    if (performance.now() > deadline) throw new Error(`nothing was seen within ${withinMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Serves on a free port of the loopback until the test ends. */
export async function serve(test: Cleanup, listener: RequestListener | ReturnType<typeof createServer>): Promise<string> {
  const server = typeof listener === 'function' ? createServer(listener) : listener;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  test.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export async function bodyOf(request: IncomingMessage): Promise<Json> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString()) as Json;
}

/** A call with the key; `body` makes it a POST. */
export async function call(
  url: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = { authorization: `Bearer ${KEY}` },
): Promise<{ status: number; body: Json; headers: Headers }> {
  const response = await fetch(`${url}${path}`, {
    headers,
    ...(body === undefined ? {} : { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Json, headers: response.headers };
}
