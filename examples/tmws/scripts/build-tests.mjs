// Node 20 runs no TypeScript: the tests become JavaScript in .build/, which is neither committed nor sent to a build.
import { readdir, rm } from 'node:fs/promises';
import { build } from 'esbuild';

const tests = (await readdir('tests')).filter((name) => name.endsWith('.test.ts'));
await rm('.build', { recursive: true, force: true });
await build({
  entryPoints: tests.map((name) => `tests/${name}`),
  outdir: '.build/tests',
  outExtension: { '.js': '.mjs' },
  bundle: true,
  packages: 'external',
  platform: 'node',
  target: 'node20',
  format: 'esm',
  sourcemap: 'inline',
});
