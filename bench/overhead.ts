// Verify's own time over what the engine needs (builds, starts, measuring windows), and the CLI's cold start over bare Node.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env, execPath } from 'node:process';
import type { EvidenceRecord } from '../src/index.ts';

const root = join(import.meta.dirname, '..');
const cli = join(root, 'dist/cli.js');
const RUNS = 15;

/** User and system CPU of a finished child, in ms, by the shell's own accounting. */
function cpuMs(args: readonly string[]): number {
  const script = 'exec 3>&2; TIMEFORMAT="%U %S"; time "$@" >/dev/null 2>/dev/null';
  const { stderr } = spawnSync('bash', ['-c', script, 'bench', execPath, ...args], { encoding: 'utf8' });
  const [user = 0, system = 0] = (stderr.trim().split('\n').at(-1) ?? '').split(' ').map(Number);
  return (user + system) * 1000;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Interleaved, so that a machine that changes its speed changes it for both. */
function coldStart(): void {
  const bare: number[] = [];
  const ours: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    bare.push(cpuMs(['-e', '0']));
    ours.push(cpuMs([cli, '--version']));
  }
  const over = median(ours) - median(bare);
  console.log(
    `cold start     tickproof --version ${median(ours).toFixed(0)} ms CPU, bare node ${median(bare).toFixed(0)} ms: +${over.toFixed(0)} ms (bound 40)`,
  );
}

function overhead(): void {
  const cache = mkdtempSync(join(tmpdir(), 'tickproof-bench-'));
  try {
    for (const run of ['nothing kept', 'layers kept']) {
      const { stdout, stderr, status } = spawnSync(
        execPath,
        [cli, 'verify', 'examples/tmws', '--no-cache', '--allow-unproven', '--json'],
        {
          cwd: root,
          encoding: 'utf8',
          env: { ...env, TICKPROOF_CACHE: cache },
          maxBuffer: 1e9,
        },
      );
      if (stdout === '') throw new Error(`verify ended with ${status}: ${stderr}`);
      const record = JSON.parse(stdout) as EvidenceRecord;
      const { elapsedMs, engineMs, engine } = record.run;
      if (!engine) throw new Error(`no engine: ${record.run.whyNoEngine}`);
      const own = elapsedMs - engineMs;
      console.log(
        `overhead       ${run}: ${(elapsedMs / 1000).toFixed(1)} s in all, ${(engineMs / 1000).toFixed(1)} s of them the engine's, ours ${(own / 1000).toFixed(2)} s = ${((own / engineMs) * 100).toFixed(1)} % on top (bound 10 %)`,
      );
    }
  } finally {
    rmSync(cache, { recursive: true });
  }
}

coldStart();
overhead();
