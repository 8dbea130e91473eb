import process, { argv, cwd, env, exit, stderr, stdout } from 'node:process';
import type { CommandEntry } from './define-command.ts';
import { main } from './main.ts';

/** `isTTY` is not there at all where a stream is a pipe, whatever its type says. */
const isTerminal = ({ isTTY }: { readonly isTTY?: boolean }): boolean => isTTY ?? false;

/** Where what was asked for cannot be written; a reader that went away (`| head`) is no fault of ours. */
function leave(fault: NodeJS.ErrnoException): never {
  if (fault.code === 'EPIPE') exit(0);
  stderr.write(
    `tickproof: could not write to standard output (${fault.code ?? fault.message})\n  → See where it leads: is the disk full?\n`,
  );
  exit(5);
}

/** Runs this process as the program with these commands: its words, streams and signals. */
export function runProcess(commands: readonly CommandEntry[]): void {
  const interruption = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      // a second time means now: the reaper removes what is left
      if (interruption.signal.aborted) exit(name === 'SIGTERM' ? 143 : 130);
      interruption.abort(name);
    });
  }
  stdout.on('error', leave);
  stderr.on('error', () => {}); // nobody reads the progress: the run goes on

  const wantsColour = env['FORCE_COLOR'] !== undefined && env['FORCE_COLOR'] !== '0';
  void main(
    argv.slice(2),
    {
      out: (text) => void stdout.write(text),
      outBytes: (bytes) => void stdout.write(bytes),
      err: (text) => void stderr.write(text),
      env,
      cwd: cwd(),
      live: isTerminal(stderr) && env['CI'] === undefined && env['TERM'] !== 'dumb',
      columns: stderr.columns ?? 100,
      colour: wantsColour || (env['NO_COLOR'] === undefined && isTerminal(stdout) && env['TERM'] !== 'dumb'),
      signal: interruption.signal,
    },
    commands,
  ).then((code) => {
    // pipes are written out before the process ends
    stdout.write('', (fault) => (fault ? leave(fault) : exit(code)));
  });
}
