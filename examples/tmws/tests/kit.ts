import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

export const KEY = 'k'.repeat(32);

export type LogLine = Readonly<Record<string, unknown>> & { readonly level?: string; readonly message?: string };

/** A program that was started, with the JSON lines that it has printed. */
export interface Program {
  readonly process: ChildProcess;
  readonly lines: LogLine[];
  readonly port: number;
  readonly url: string;
  /** Resolves with the exit code. */
  readonly ended: Promise<number | null>;
  stop(): Promise<number | null>;
}

/** The test runner's clean-up hook, so that a failing test leaves no process behind. */
export interface Cleanup {
  after(release: () => Promise<unknown>): void;
}

export async function temporaryFolder(test: Cleanup): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tmws-test-'));
  test.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Starts the stand-in for Ollama on a free port. */
export function startOllama(test: Cleanup, env: Readonly<Record<string, string>> = {}): Promise<Program> {
  return startListening(test, 'ollama-standin/server.mjs', { OLLAMA_HOST: '127.0.0.1:0', ...env });
}

/** Starts the built service on a free port. */
export async function startService(test: Cleanup, ollamaUrl: string, dataDir?: string): Promise<Program> {
  const TMWS_DATA_DIR = dataDir ?? (await temporaryFolder(test));
  return startListening(test, 'dist/server.js', {
    TMWS_SECRET_KEY: KEY,
    TMWS_OLLAMA_BASE_URL: ollamaUrl,
    TMWS_PORT: '0',
    TMWS_DATA_DIR,
  });
}

export function run(file: string, env: Readonly<Record<string, string>>): Omit<Program, 'port' | 'url'> {
  const child = spawn(process.execPath, [file], { env: { PATH: process.env['PATH'] ?? '', ...env }, stdio: ['ignore', 'pipe', 'ignore'] });
  process.once('exit', () => child.kill('SIGKILL')); // nothing outlives the tests, however they end
  const lines: LogLine[] = [];
  if (child.stdout === null) throw new Error('stdout is a pipe');
  createInterface(child.stdout).on('line', (line) => lines.push(JSON.parse(line) as LogLine));
  const ended = once(child, 'close').then(([code]) => code as number | null);
  const stop = () => {
    if (child.exitCode === null) child.kill('SIGTERM');
    return ended;
  };
  return { process: child, lines, ended, stop };
}

async function startListening(test: Cleanup, file: string, env: Readonly<Record<string, string>>): Promise<Program> {
  const program = run(file, env);
  test.after(() => program.stop());
  const listening = await waitFor(() => program.lines.find(({ message }) => message === 'listening') ?? program.process.exitCode);
  if (typeof listening === 'number') throw new Error(`${file} ended with ${listening}: ${JSON.stringify(program.lines)}`);
  const port = Number(listening['port']);
  return { ...program, port, url: `http://127.0.0.1:${port}` };
}

export async function waitFor<T>(look: () => T | null | undefined | false, withinMs = 20_000): Promise<T> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const seen = look();
    if (seen !== null && seen !== undefined && seen !== false) return seen;
    if (performance.now() > deadline) throw new Error(`nothing was seen within ${withinMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** An MCP client, and a short way to call a tool and get its structured result. */
export async function connect(test: Cleanup, url: string, key = KEY) {
  const client = new Client({ name: 'tmws-tests', version: '1.0.0' });
  const requestInit = { headers: { authorization: `Bearer ${key}` } };
  await client.connect(new StreamableHTTPClientTransport(new URL(`${url}/mcp`), { requestInit }));
  test.after(() => client.close());
  const call = async (name: string, args: Record<string, unknown>): Promise<Record<string, any>> => {
    const { structuredContent, isError, content } = await client.callTool({ name, arguments: args });
    if (isError) throw new Error(JSON.stringify(content));
    return structuredContent as Record<string, any>;
  };
  return { client, call };
}

export function post(url: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  return fetch(`${url}/mcp`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}
