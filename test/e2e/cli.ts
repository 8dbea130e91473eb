import { spawn, spawnSync } from 'node:child_process';
import { env, execPath } from 'node:process';
import { inject } from 'vitest';
import type { EvidenceRecord } from '../../src/index.ts';

export interface Ran {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the bundled command line. */
export function tickproof(
  args: readonly string[],
  { cwd, variables = {} }: { readonly cwd?: string; readonly variables?: NodeJS.ProcessEnv } = {},
): Ran {
  const { status, stdout, stderr } = spawnSync(execPath, [inject('cli'), ...args], {
    encoding: 'utf8',
    cwd,
    env: { ...env, ...variables },
    maxBuffer: 1e9,
  });
  return { exitCode: status, stdout, stderr };
}

/** Starts the bundled command line and does not wait. */
export function started(args: readonly string[], variables: NodeJS.ProcessEnv = {}) {
  return spawn(execPath, [inject('cli'), ...args], { stdio: 'ignore', env: { ...env, ...variables } });
}

/** Verifies and gives the record; throws with what was printed when there is none. */
export function verified(
  args: readonly string[],
  variables: NodeJS.ProcessEnv = {},
): { readonly exitCode: number | null; readonly record: EvidenceRecord; readonly stderr: string } {
  const { exitCode, stdout, stderr } = tickproof(['verify', ...args, '--json'], { variables });
  if (stdout === '') throw new Error(`verify ended with ${exitCode}: ${stderr}`);
  return { exitCode, record: JSON.parse(stdout) as EvidenceRecord, stderr };
}

/** Whether an engine answers; where none does, the tests that need it say that they are skipped. */
export const hasEngine: boolean = ['version', 'buildx version', 'compose version'].every(
  (words) => spawnSync('docker', words.split(' ')).status === 0,
);
if (!hasEngine)
  console.error('SKIPPED: no container engine with buildx and compose answers, so what needs one is not tested');
