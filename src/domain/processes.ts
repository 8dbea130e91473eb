export interface ProcessOutcome {
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly elapsedMs: number;
  readonly timedOut: boolean;
}

export interface ProcessOptions {
  readonly cwd?: string;
  /** Laid over the environment; null removes. */
  readonly env?: Readonly<Record<string, string | null>>;
  readonly input?: string;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  readonly onStdout?: (line: string) => void;
  readonly onStderr?: (line: string) => void;
  /** Bytes kept per stream (default 10 MiB); what is over is dropped from the middle and said. */
  readonly keepBytes?: number;
}

/** Programs of the host: argv arrays, own process group, ended with their owner. */
export interface Processes {
  /** Null when there is no such program on PATH. */
  find(program: string): string | null;
  /** Throws `TickproofError('tool-missing')` when the program is not there, `interrupted` on abort; an exit code is a value. */
  run(argv: readonly string[], options?: ProcessOptions): Promise<ProcessOutcome>;
  /** Starts a program that stays; disposal ends its whole group. */
  start(argv: readonly string[], options?: ProcessOptions): Promise<RunningProcess>;
}

export interface RunningProcess extends AsyncDisposable {
  readonly pid: number;
  /** Resolves when it ends. */
  readonly ended: Promise<ProcessOutcome>;
  output(): { readonly stdout: string; readonly stderr: string };
}
