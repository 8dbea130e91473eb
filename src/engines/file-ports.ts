import { readFileSync } from 'node:fs';
import type { Files, Processes } from '../domain/index.ts';
import { fileFault } from './fault.ts';
import { hostFiles } from './files.ts';
import { newRunId } from './owner.ts';
import { hostProcesses } from './processes.ts';
import { temporaryFolder } from './temporary.ts';

/** Files, and programs that end by themselves: for what needs no engine and leaves nothing behind. */
export interface FilePorts extends AsyncDisposable {
  readonly files: Files;
  readonly processes: Processes;
  /** All of standard input. */
  readonly readInput: () => Uint8Array;
}

export function makeFilePorts(host: { readonly signal: AbortSignal; readonly env: NodeJS.ProcessEnv }): FilePorts {
  const processes = hostProcesses(host);
  return {
    files: hostFiles((prefix) => temporaryFolder(newRunId(), prefix)),
    processes,
    readInput: () => {
      try {
        return readFileSync(0);
      } catch (error) {
        throw fileFault('read', 'standard input', error);
      }
    },
    [Symbol.asyncDispose]: () => processes[Symbol.asyncDispose](),
  };
}
