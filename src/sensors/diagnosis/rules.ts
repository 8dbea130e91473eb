import type { Diagnosis } from '../../domain/index.ts';
import { fileMissing, permissionDenied, readOnlyRoot } from './files.ts';
import { certificate, hostUnreachable, listeners, portInUse, reachFailed } from './network.ts';
import {
  commandMissing,
  healthToolMissing,
  moduleMissing,
  toolMissing,
  wrongArchitecture,
  wrongLibc,
} from './programs.ts';
import { outOfMemory, variableMissing } from './resources.ts';
import type { Rule, Symptoms } from './symptoms.ts';

/** The most telling first: what keeps a process from starting explains everything that follows from it. */
export const rules: readonly Rule[] = [
  reachFailed,
  healthToolMissing,
  wrongArchitecture,
  wrongLibc,
  commandMissing,
  moduleMissing,
  toolMissing,
  outOfMemory,
  readOnlyRoot,
  permissionDenied,
  portInUse,
  variableMissing,
  certificate,
  listeners,
  hostUnreachable,
  fileMissing,
  lastWords,
];

/** It ended, and no rule knows its words: they are shown as they are. */
function lastWords({ lines, exitCode, error }: Symptoms): Diagnosis | null {
  if (error)
    return {
      kind: 'unknown',
      cause: `The engine could not start it: ${error}`,
      evidence: [error],
      remedy: 'Mend what the engine names.',
    };
  if (exitCode === undefined || exitCode === null) return null;
  const last = lines.filter((line) => line.trim() !== '').slice(-3);
  const said = last.length === 0 ? 'and said nothing' : 'after these last lines';
  return {
    kind: 'unknown',
    cause: `The process ended with exit code ${exitCode}${signalOf(exitCode)} ${said}.`,
    evidence: last.length === 0 ? [`exit code ${exitCode}`] : last,
    remedy:
      exitCode === 0
        ? 'Keep the service in the foreground: a container lives as long as its first process.'
        : 'Run the container by hand and read its whole output.',
  };
}

function signalOf(exitCode: number): string {
  const names: Readonly<Record<number, string>> = {
    132: 'SIGILL',
    134: 'SIGABRT',
    135: 'SIGBUS',
    136: 'SIGFPE',
    137: 'SIGKILL',
    139: 'SIGSEGV',
    143: 'SIGTERM',
  };
  const name = names[exitCode];
  return name === undefined ? '' : ` (${name})`;
}
