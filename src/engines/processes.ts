import type { ChildProcess } from 'node:child_process';
import * as fs from 'node:fs';
import { delimiter, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as after } from 'node:timers/promises';
import { type Processes, type ProcessOptions, type ProcessOutcome, TickproofError } from '../domain/index.ts';
import { interrupted } from './clock.ts';
import { codeOf } from './fault.ts';
import { KeptOutput } from './kept-output.ts';

const KEEP_BYTES = 10 * 1024 * 1024;
const GRACE_MS = 2_000; // from TERM to KILL
const DRAIN_MS = 250; // for output still in the pipes when the leader has ended
const VANISH_MS = 50; // for killed processes to go

export interface ProcessHost {
  readonly signal: AbortSignal;
  readonly env: NodeJS.ProcessEnv;
  /** Told of every process group that begins and ends, for who must end it when this process is killed. */
  readonly onGroup?: (pid: number) => void;
  readonly onGroupEnd?: (pid: number) => void;
}

interface Launched {
  readonly pid: number;
  readonly ended: Promise<ProcessOutcome>;
  readonly output: () => { readonly stdout: string; readonly stderr: string };
  /** TERM to the whole group, KILL when it does not go. */
  readonly end: () => Promise<void>;
}

/** Programs of this machine. Disposal ends every group that still runs. */
export function hostProcesses(host: ProcessHost): Processes & AsyncDisposable {
  const running = new Set<Launched>();
  const begin = async (argv: readonly string[], options: ProcessOptions): Promise<Launched> => {
    const it = await launch(argv, options, host);
    running.add(it);
    host.onGroup?.(it.pid);
    void it.ended.finally(() => {
      running.delete(it);
      host.onGroupEnd?.(it.pid);
    });
    return it;
  };
  return {
    find: (program) => findProgram(program, host.env),
    async run(argv, options = {}) {
      const it = await begin(argv, options);
      return untilEnd(it, options.timeoutMs, options.signal ?? host.signal);
    },
    async start(argv, options = {}) {
      const it = await begin(argv, options);
      const { pid, ended, output } = it;
      const bounded = untilEnd(it, options.timeoutMs, options.signal ?? host.signal).catch(() => ended);
      return { pid, ended: bounded, output, [Symbol.asyncDispose]: it.end };
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([...running].map((it) => it.end()));
    },
  };
}

/** First file of that name on PATH that may be executed; a name with a slash is taken as it stands. */
export function findProgram(program: string, env: NodeJS.ProcessEnv): string | null {
  const folders = program.includes('/') ? [''] : (env.PATH ?? '').split(delimiter).filter((it) => it !== '');
  return folders.map((folder) => join(folder, program)).find(isProgram) ?? null;
}

function isProgram(path: string): boolean {
  try {
    fs.accessSync(path, fs.constants.X_OK);
    return fs.statSync(path).isFile();
  } catch {
    return false; // not there, or not for us: the search goes on
  }
}

async function launch(argv: readonly string[], options: ProcessOptions, host: ProcessHost): Promise<Launched> {
  const [program = '', ...args] = argv;
  if ((options.signal ?? host.signal).aborted) throw interrupted();
  const startedAt = performance.now();
  const { spawn } = await import('node:child_process'); // a linter looks for a program and mostly starts none
  const child = spawn(program, args, {
    cwd: options.cwd,
    env: laidOver(host.env, options.env),
    detached: true, // a group of its own: Ctrl-C in the terminal does not reach it, and it can be ended as a whole
    stdio: [options.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  });
  const stdout = new KeptOutput(options.keepBytes ?? KEEP_BYTES, options.onStdout);
  const stderr = new KeptOutput(options.keepBytes ?? KEEP_BYTES, options.onStderr);
  child.stdout?.on('data', (chunk: Buffer) => stdout.add(chunk));
  child.stderr?.on('data', (chunk: Buffer) => stderr.add(chunk));
  child.stdin?.on('error', () => {}); // it need not read what it is given
  const closed = closing(child);
  const pid = await spawned(child, program, options.cwd);
  child.stdin?.end(options.input);
  const ended = closed.then(({ exitCode, signal }) => {
    stdout.end();
    stderr.end();
    const elapsedMs = performance.now() - startedAt;
    return { exitCode, signal, stdout: stdout.text(), stderr: stderr.text(), elapsedMs, timedOut: false };
  });
  const output = () => ({ stdout: stdout.text(), stderr: stderr.text() });
  return { pid, ended, output, end: () => endGroup(pid, ended) };
}

function laidOver(base: NodeJS.ProcessEnv, over: ProcessOptions['env'] = {}): NodeJS.ProcessEnv {
  const kept = Object.entries(base).filter(([name]) => !(name in over));
  return Object.fromEntries([
    ...kept,
    ...Object.entries(over).filter(([, value]) => value !== null),
  ]) as NodeJS.ProcessEnv; // nulls are gone
}

function spawned(child: ChildProcess, program: string, cwd: string | undefined): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('spawn', () => resolve(child.pid ?? 0)); // a spawned child has a pid
    child.once('error', (cause) => reject(notStarted(program, cwd, cause)));
  });
}

function notStarted(program: string, cwd: string | undefined, cause: Error): TickproofError {
  if (cwd !== undefined && !fs.existsSync(cwd)) {
    const remedy = 'Name a folder that exists.';
    return new TickproofError('file-unreadable', `There is no folder ${cwd} to run ${program} in`, { remedy, cause });
  }
  if (codeOf(cause) === 'ENOENT') {
    const remedy = `Install \`${program}\` or add its folder to PATH.`;
    return new TickproofError('tool-missing', `There is no program ${program} on PATH`, { remedy, cause });
  }
  const remedy = 'Look at its permissions and at the length of its arguments.';
  return new TickproofError('not-permitted', `${program} could not be started (${codeOf(cause)})`, { remedy, cause });
}

/** The leader's end, and that of its output; what it leaves behind in its group is ended too. */
async function closing(child: ChildProcess): Promise<Pick<ProcessOutcome, 'exitCode' | 'signal'>> {
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const outcome = await new Promise<Pick<ProcessOutcome, 'exitCode' | 'signal'>>((resolve) => {
    child.once('exit', (exitCode, signal) => resolve({ exitCode, signal }));
  });
  const isClosed = await Promise.race([closed.then(() => true), after(DRAIN_MS, false, { ref: false })]);
  if (child.pid !== undefined && signalGroup(child.pid, 'SIGKILL')) await emptied(child.pid);
  if (!isClosed) await Promise.race([closed, after(DRAIN_MS, undefined, { ref: false })]);
  return outcome;
}

/** A killed process takes a moment to go; one that nobody reaps would never. */
async function emptied(pid: number): Promise<void> {
  for (let waitedMs = 0; waitedMs < VANISH_MS && signalGroup(pid, 'SIGKILL'); waitedMs += 5) await after(5);
}

async function untilEnd(it: Launched, timeoutMs: number | undefined, signal: AbortSignal): Promise<ProcessOutcome> {
  let timedOut = false;
  const onAbort = () => void it.end();
  const onTimeout = () => {
    timedOut = true;
    void it.end();
  };
  const timer = timeoutMs === undefined ? undefined : setTimeout(onTimeout, timeoutMs);
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  try {
    const outcome = await it.ended;
    if (signal.aborted && !timedOut) throw interrupted(signal.reason);
    return { ...outcome, timedOut };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}

async function endGroup(pid: number, ended: Promise<unknown>): Promise<void> {
  signalGroup(pid, 'SIGTERM');
  const killer = setTimeout(() => signalGroup(pid, 'SIGKILL'), GRACE_MS);
  await ended;
  clearTimeout(killer);
}

/** Sends a signal to every process of a group; false when there is none. */
export function signalGroup(pid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(-pid, signal);
    return true;
  } catch {
    return false; // the group is empty
  }
}
