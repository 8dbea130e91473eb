// `npm run house`: format, lint, the rooms and what nobody uses. Each is run; the first that complains does not hide the others.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { exit } from 'node:process';

const bin = (name: string) => join(import.meta.dirname, '../node_modules/.bin', name);
const steps: readonly (readonly [string, readonly string[]])[] = [
  ['biome', ['format', 'src', 'scripts', 'test', 'bench']],
  ['oxlint', ['--type-aware', '--deny-warnings', 'src', 'scripts', 'test', 'bench']],
  ['depcruise', ['--config', '.dependency-cruiser.cjs', '--output-type', 'err', 'src']],
  ['knip', ['--no-progress']],
];

const failed = steps.filter(([name, args]) => {
  const { status } = spawnSync(bin(name), args, { stdio: 'inherit', cwd: join(import.meta.dirname, '..') });
  console.log(`house: ${name} ${status === 0 ? 'is content' : 'complains'}`);
  return status !== 0;
});
if (failed.length > 0) exit(1);
