// What proofs cost: those of the bytes, those of an engine, and a second run in which nothing has changed. Needs an engine.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { argv, env, execPath, exit } from 'node:process';
import type { EvidenceRecord } from '../src/index.ts';

const root = join(import.meta.dirname, '..');
const cli = join(root, 'dist/cli.js');
/** Seconds that an engine's proofs may take, by example. */
const BOUNDS = { tmws: { bytesMs: 1_000, engineS: 60 }, kaizen: { bytesMs: 2_000, engineS: 120 } } as const;
const SECOND_RUN_MS = 500;

type Example = keyof typeof BOUNDS;

/** The example as git has it, in a folder of its own, and then as its developer has it: scripts/demo.sh leaves the same behind. */
function copyOf(name: Example): string {
  const folder = mkdtempSync(join(tmpdir(), `tickproof-bench-${name}-`));
  const files = execFileSync('git', ['ls-files', '-z', `examples/${name}`], { cwd: root, encoding: 'utf8' });
  for (const file of files.split('\0').filter((it) => it !== ''))
    cpSync(join(root, file), join(folder, file.slice(`examples/${name}/`.length)), { recursive: true });
  for (const words of [['ci', '--no-audit', '--no-fund'], ['test']])
    execFileSync('npm', words, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] }); // packages, and `dist` of its own tests
  return folder;
}

function verify(folder: string, args: readonly string[], cache: string): { elapsedMs: number; status: number | null } {
  const startedMs = performance.now();
  const { status, stdout, stderr } = spawnSync(execPath, [cli, 'verify', '.', '--quiet', ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...env, TICKPROOF_CACHE: cache },
    maxBuffer: 1e9,
  });
  if (status !== 0 && status !== 1 && status !== 4) throw new Error(`verify ended with ${status}: ${stderr}${stdout}`);
  return { elapsedMs: performance.now() - startedMs, status };
}

/** Prints one line, and says whether it is within its bound. */
function judged(what: string, value: number, bound: number, unit: string): boolean {
  const isWithin = value < bound;
  console.log(`  ${what.padEnd(44)} ${value.toFixed(2)} ${unit} (bound ${bound})${isWithin ? '' : '  MISSED'}`);
  return isWithin;
}

function bench(name: Example): boolean {
  const folder = copyOf(name);
  const cache = mkdtempSync(join(tmpdir(), 'tickproof-bench-cache-'));
  try {
    const first = verify(folder, ['--no-cache'], cache);
    const { run, ticks, counterProofs } = JSON.parse(
      readFileSync(join(folder, '.tickproof/record.json'), 'utf8'),
    ) as EvidenceRecord; // our own record
    const count = (state: string) => ticks.filter(({ proof }) => proof === state).length;
    const { bytesMs = Number.NaN, engineMs = Number.NaN, containers, stacks, builds } = run.proof ?? {};
    console.log(
      `${name}: ${ticks.length} criteria, ${count('proven')} proven, ${count('partial')} partial, ${count('vacuous')} vacuous, ${count('unattempted')} unattempted; ${counterProofs.length} counter-proofs; ${containers} containers, ${stacks} stacks, ${builds} builds; ${(first.elapsedMs / 1000).toFixed(1)} s in all, exit ${first.status}`,
    );
    for (const { criterion, verdict, proof, proofBecause } of ticks)
      if (criterion.required && (verdict.status === 'fail' || (verdict.status === 'pass' && proof !== 'proven')))
        console.log(`  ${criterion.id} ${verdict.status}, ${proof}: ${proofBecause}`);
    const again = (mode: string) =>
      Math.min(...[1, 2, 3].map(() => verify(folder, ['--proof', mode], cache).elapsedMs));
    const [without, full] = [again('none'), again('full')];
    const within = [
      judged('proofs of the bytes (--proof quick)', bytesMs, BOUNDS[name].bytesMs, 'ms'),
      judged('proofs by the engine (--proof full)', engineMs / 1000, BOUNDS[name].engineS, 's'),
      judged('second run, full over none', full - without, SECOND_RUN_MS, 'ms'),
    ];
    return within.every(Boolean);
  } finally {
    rmSync(folder, { recursive: true });
    rmSync(cache, { recursive: true });
  }
}

const asked = argv.slice(2).filter((it): it is Example => it in BOUNDS);
const names = asked.length > 0 ? asked : (Object.keys(BOUNDS) as Example[]); // its own keys
if (!names.map(bench).every(Boolean)) exit(1);
