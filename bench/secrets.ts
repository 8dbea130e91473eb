import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findSecrets, secretRules } from '../src/formats/secrets/index.ts';

const MEGABYTES = Number(process.argv.at(-1)) || 60;
const RUNS = 9;
const LARGEST_FILE = 1 << 20;

/** Real code and prose: what is installed beside this repository. */
function texts(folder: string, bytes: number): Buffer[] {
  const found: Buffer[] = [];
  let total = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (total > bytes) break;
    if (!entry.isFile()) continue;
    const body = readFileSync(join(entry.parentPath, entry.name));
    if (body.length === 0 || body.length > LARGEST_FILE || body.includes(0)) continue;
    found.push(body);
    total += body.length;
  }
  return found;
}

const bodies = texts(join(import.meta.dirname, '../node_modules'), MEGABYTES * 1e6);
const megabytes = bodies.reduce((sum, { length }) => sum + length, 0) / 1e6;
const needle = Buffer.from('a text that stands nowhere');
const work = {
  'Buffer.indexOf of one text': () => bodies.reduce((sum, body) => sum + body.indexOf(needle), 0),
  'one expression of three words': () =>
    bodies.reduce((sum, body) => sum + body.toString('latin1').search(/passwd|secret_|private key/i), 0),
  'secrets by value': () => bodies.reduce((sum, body) => sum + findSecrets(body, { names: 'none' }).length, 0),
  'secrets by value and name': () => bodies.reduce((sum, body) => sum + findSecrets(body, { names: 'text' }).length, 0),
};

// Every run does all of them, so that a busy machine slows all of them down.
const best = new Map<string, number>();
for (let run = 0; run < RUNS; run++)
  for (const [name, act] of Object.entries(work)) {
    const started = performance.now();
    act();
    best.set(name, Math.min(best.get(name) ?? Number.POSITIVE_INFINITY, performance.now() - started));
  }
const [baseline = 1] = best.values();
console.log(`${secretRules().length} rules, ${bodies.length} texts, ${Math.round(megabytes)} MB`);
for (const [name, ms] of best)
  console.log(`${name}: ${Math.round((megabytes / ms) * 1000)} MB/s, ratio ${(baseline / ms).toFixed(3)}`);
