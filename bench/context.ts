import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Atom } from '../src/domain/index.ts';
import { hostFiles } from '../src/engines/files.ts';
import { contextFactsOf } from '../src/sensors/context/index.ts';

const FOLDERS = 5_000;
const FILES_IN_EACH = 20;
const ROUNDS = 5;

interface Line {
  readonly name: string;
  readonly ms: number;
  readonly baselineMs: number;
  readonly ratio: number;
  readonly target: number;
}

/** Builds a folder of 100,000 files and compares looking at it with `find` over the same folder. */
export async function run(): Promise<Line[]> {
  const root = mkdtempSync(join(tmpdir(), 'tickproof-bench-'));
  try {
    makeTree(root);
    const files = hostFiles(() => {
      throw new Error('nothing is made here');
    });
    const look = (...atoms: Atom[]): void => {
      contextFactsOf(files, { root, dockerfilePath: null, dockerfile: null, atoms });
    };
    const names = best(() => find(root, '-name', '*'));
    const sizes = best(() => find(root, '-printf', '%s %p\\n'));
    writeFileSync(join(root, '.dockerignore'), '');
    const whole = best(() => look('context.files', 'context.sizes'));
    writeFileSync(join(root, '.dockerignore'), '**/*.test.*\n**/node_modules\n.git\n*.md\n!README.md\n');
    const globs = best(() => look('context.files', 'context.sizes'));
    writeFileSync(join(root, '.dockerignore'), 'd*\n');
    const ignored = best(() => look('context.files', 'context.sizes'));
    return [
      line('context, 100,000 files with sizes, against find with sizes', whole, sizes),
      line('context, 100,000 files with sizes, against find of names', whole, names),
      line('the same with five patterns, against find with sizes', globs, sizes),
      line('all folders ignored, against find of names', ignored, names),
    ];
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function line(name: string, ms: number, baselineMs: number): Line {
  return { name, ms, baselineMs, ratio: ms / baselineMs, target: 2 };
}

function makeTree(root: string): void {
  for (let i = 0; i < FOLDERS; i += 1) {
    const folder = join(root, `d${i % 50}`, `e${i}`);
    mkdirSync(folder, { recursive: true });
    for (let j = 0; j < FILES_IN_EACH; j += 1) writeFileSync(join(folder, `file-${j}.js`), 'x');
  }
}

function find(root: string, ...expression: string[]): void {
  execFileSync('find', [root, ...expression], { stdio: ['ignore', 'ignore', 'inherit'] });
}

function best(act: () => void): number {
  const times = Array.from({ length: ROUNDS }, () => {
    const start = performance.now();
    act();
    return performance.now() - start;
  });
  return Math.min(...times);
}

if (import.meta.filename === process.argv[1]) {
  for (const { name, ms, ratio } of await run()) console.log(`${name}: ${ms.toFixed(0)} ms, ratio ${ratio.toFixed(2)}`);
}
