import { exitCodeOf, TickproofError } from '../domain/index.ts';
import { runApplication } from './application.ts';
import type { CommandEntry } from './define-command.ts';
import type { Io } from './io.ts';
import { version } from './version.ts';

/** Runs the program with these words and gives its exit code. Everything that is thrown ends here. */
export async function main(argv: readonly string[], io: Io, commands: readonly CommandEntry[]): Promise<number> {
  return guard(io, () => runApplication(argv, io, commands));
}

/** The one place where errors become words and exit codes: a `TickproofError` has its own, anything else is a bug (70). */
export async function guard(io: Io, work: () => Promise<number>): Promise<number> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof TickproofError) {
      sayFault(error, io);
      return error.code === 'interrupted' && io.signal.reason === 'SIGTERM' ? 143 : exitCodeOf(error.code);
    }
    io.err(
      `tickproof: this is a bug in tickproof ${version}\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
    io.err('  → Please report it with the lines above.\n');
    return 70;
  }
}

/** What happened, why, and what to do next. */
export function sayFault(error: TickproofError, { err }: Pick<Io, 'err'>): void {
  err(`tickproof: ${error.message}\n${causeLine(error)}  → ${error.remedy}\n`);
}

function causeLine({ cause, message }: TickproofError): string {
  const text = cause instanceof Error ? cause.message : typeof cause === 'string' ? cause : '';
  const line = text.split('\n')[0] ?? '';
  return line === '' || message.includes(line) ? '' : `  ${line}\n`;
}
