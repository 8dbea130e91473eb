// `npm run bench [NAME…]`: every benchmark, or those named. Each prints ratios on the same bytes in the same run.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { argv, exit } from 'node:process';

const known = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.ts') && file !== 'index.ts')
  .map((file) => file.slice(0, -3));
const asked = argv.slice(2);
const unknown = asked.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(`bench: there is no ${unknown.join(', ')}; known: ${known.join(', ')}`);
  exit(2);
}
const failed = (asked.length > 0 ? asked : known).filter((name) => {
  console.log(`— ${name}`);
  return (
    spawnSync(join(import.meta.dirname, '../node_modules/.bin/tsx'), [join(import.meta.dirname, `${name}.ts`)], {
      stdio: 'inherit',
    }).status !== 0
  );
});
if (failed.length > 0) exit(1);
