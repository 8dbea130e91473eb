import { readFileSync } from 'node:fs';
import { type Files, type Processes, TickproofError } from '../domain/index.ts';
import { fileFault } from './fault.ts';
import { hostFiles } from './files.ts';
import { hostProcesses } from './processes.ts';

/** Files, and programs that end by themselves: for what needs no engine and leaves nothing behind. */
export interface FilePorts extends AsyncDisposable {
  readonly files: Files;
  readonly processes: Processes;
  /** All of standard input. */
  readonly readInput: () => string;
}

export function makeFilePorts(host: { readonly signal: AbortSignal; readonly env: NodeJS.ProcessEnv }): FilePorts {
  const processes = hostProcesses(host);
  return {
    files: hostFiles(() => {
      throw new TickproofError('not-permitted', 'nothing here may make a folder', {
        remedy: 'Please report this as a bug.',
      });
    }),
    processes,
    readInput: () => {
      try {
        return readFileSync(0, 'utf8');
      } catch (error) {
        throw fileFault('read', 'standard input', error);
      }
    },
    [Symbol.asyncDispose]: () => processes[Symbol.asyncDispose](),
  };
}
