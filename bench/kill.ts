// `npm run bench kill`, or `tsx bench/kill.ts [KILLS] [proofs]`: ends a verify with `kill -9` at random moments, or only while
// counter-proofs are made, and looks for what is left.
// In half of the cases the reaper is killed as well. Everything of the run carries one unique word, whoever started it.
import { execFileSync, type SpawnSyncReturns, spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { argv, env, execPath, exit } from 'node:process';
import { setTimeout as after } from 'node:timers/promises';
import type { EvidenceRecord } from '../src/index.ts';
import { brief } from '../test/e2e/brief.ts';
import { type Trace, Tracer } from '../test/e2e/traces.ts';

const KILLS = Number(argv[2]) || 20;
const WHILE_PROVING = argv.includes('proofs');
/** Few criteria that need every kind of world come to their proofs soon. */
const ASKED = WHILE_PROVING ? brief('full') : ['--allow-unproven'];
const REAPER_MS = 2_000; // what the reaper is given before `gc`
const PATIENCE_MS = 20_000; // from `gc` to the last thing gone

const root = join(import.meta.dirname, '..');
const scratch = mkdtempSync(join(tmpdir(), 'kill-bench-'));
const deployment = join(scratch, 'tmws');
const tracer = new Tracer();
const variables = { ...env, ...tracer.variables, TICKPROOF_CACHE: join(scratch, 'cache') };

interface Killed {
  readonly afterMs: number;
  readonly doing: string;
  readonly reaperToo: boolean;
  readonly atKill: readonly Trace[];
  readonly atGc: readonly Trace[];
  readonly left: readonly Trace[];
  readonly cleanMs: number;
  readonly gc: string;
}

/** The bundle, a copy of the example whose images and build steps carry the word, and a neighbour that must stay. */
function prepare(): string {
  const out = join(scratch, 'dist');
  execFileSync(join(root, 'node_modules/.bin/tsx'), [join(root, 'scripts/build.ts'), '--out', out], { stdio: 'pipe' });
  const from = join(root, 'examples/tmws');
  cpSync(from, deployment, { recursive: true, filter: (path) => basename(path) !== '.tickproof' });
  tracer.mark(deployment);
  return join(out, 'cli.js');
}

function docker(...words: string[]): SpawnSyncReturns<string> {
  return spawnSync('docker', words, { encoding: 'utf8' });
}

/** Things of another person: without our labels, and one that looks like a living run's. */
function neighbour(): { readonly intact: () => boolean; readonly remove: () => void } {
  // its name does not hold the whole word: it is none of ours
  const name = `neighbour-${tracer.word.slice(-8)}`;
  const compose = `--label=com.docker.compose.project=${name}`;
  docker('network', 'create', compose, name);
  docker('volume', 'create', compose, name);
  docker('tag', 'node:20-slim', `${name}:1`);
  docker('create', '--name', name, compose, `--volume=${name}:/data`, `--network=${name}`, `${name}:1`, 'true');
  const kinds = ['network', 'volume', 'container', 'image'];
  return {
    intact: () => kinds.every((kind) => docker(kind, 'inspect', kind === 'image' ? `${name}:1` : name).status === 0),
    remove: () => {
      docker('rm', '--force', name);
      docker('network', 'rm', name);
      docker('volume', 'rm', name);
      docker('rmi', `${name}:1`);
    },
  };
}

async function killAfter(cli: string, afterMs: number, reaperToo: boolean): Promise<Killed> {
  const words = [cli, 'verify', deployment, '--no-cache', ...ASKED];
  const child = spawn(execPath, words, { stdio: ['ignore', 'ignore', 'pipe'], env: variables });
  let heard = '';
  child.stderr.on('data', (chunk: Buffer) => (heard += chunk.toString()));
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const proving = () => / · {2}counter-proofs …/.test(heard);
  if (WHILE_PROVING) while (!proving() && child.exitCode === null) await after(20);
  await Promise.race([after(afterMs), ended]);
  tracer.runIds();
  if (reaperToo) tracer.killReapers();
  child.kill('SIGKILL');
  const killedAt = performance.now();
  await ended;
  const atKill = await tracer.now(deployment);
  const atGc = reaperToo ? atKill : await tracer.left(deployment, REAPER_MS);
  const byReaperMs = performance.now() - killedAt;
  const gc = spawnSync(execPath, [cli, 'gc'], { encoding: 'utf8', env: variables });
  const left = await tracer.left(deployment, PATIENCE_MS);
  const cleanMs = atGc.length === 0 ? byReaperMs : performance.now() - killedAt;
  return { afterMs, doing: doingIn(heard), reaperToo, atKill, atGc, left, cleanMs, gc: gc.stdout + gc.stderr };
}

/** How long the engine's counter-proofs of the whole run took. */
function provenMs(): number {
  const record = JSON.parse(
    readFileSync(join(deployment, '.tickproof/record-selection.json'), 'utf8'),
  ) as EvidenceRecord; // our own
  return record.run.proof?.engineMs ?? 0;
}

/** The last thing that was said to have begun. */
function doingIn(stderr: string): string {
  const begun = stderr.split('\n').flatMap((line) => /^ ·\s+(.*?)\s*…?$/.exec(line)?.[1] ?? []);
  return begun.at(-1) ?? 'starting';
}

function counted(things: readonly Trace[]): string {
  const kinds = new Map<string, number>();
  for (const { kind } of things) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  return [...kinds].map(([kind, count]) => `${count} ${kind}`).join(' ') || '–';
}

function without(all: readonly Trace[], rest: readonly Trace[]): readonly Trace[] {
  return all.filter((it) => !rest.some(({ kind, name }) => kind === it.kind && name === it.name));
}

function row(index: number, it: Killed): string {
  const cells = [
    String(index + 1),
    `${(it.afterMs / 1000).toFixed(1)} s`,
    it.doing.slice(0, 34),
    it.reaperToo ? 'killed' : 'alive',
    counted(it.atKill),
    it.reaperToo ? '–' : counted(without(it.atKill, it.atGc)),
    counted(without(it.atGc, it.left)),
    `${(it.cleanMs / 1000).toFixed(1)} s`,
    it.left.length === 0 ? 'nothing' : it.left.map(({ kind, name }) => `${kind} ${name}`).join('; '),
  ];
  return `| ${cells.join(' | ')} |`;
}

async function main(): Promise<number> {
  const cli = prepare();
  const other = neighbour();
  let bad = 0;
  try {
    const startedMs = performance.now();
    const whole = spawnSync(execPath, [cli, 'verify', deployment, '--no-cache', ...ASKED], {
      encoding: 'utf8',
      env: variables,
    });
    if (![0, 1, 5].includes(whole.status ?? -1)) throw new Error(`no run can be killed: ${whole.stderr}`);
    const wholeMs = WHILE_PROVING ? provenMs() : performance.now() - startedMs;
    console.log(
      `A whole run${WHILE_PROVING ? "'s counter-proofs take" : ' takes'} ${(wholeMs / 1000).toFixed(1)} s.\n`,
    );
    console.log('| # | killed after | doing | reaper | there | reaper removed | gc removed | clean after | left |');
    console.log('|---|---|---|---|---|---|---|---|---|');
    for (let index = 0; index < KILLS; index++) {
      // one kill in each stretch of the run, at a random moment of it
      const killed = await killAfter(cli, ((index + Math.random()) / KILLS) * wholeMs, index % 2 === 1);
      console.log(row(index, killed));
      if (killed.left.length > 0) {
        bad += 1;
        console.log(killed.gc);
      }
    }
    const intact = other.intact();
    console.log(`\n${KILLS - bad} of ${KILLS} left nothing; the neighbour is ${intact ? 'untouched' : 'DAMAGED'}.`);
    return bad === 0 && intact ? 0 : 1;
  } finally {
    other.remove();
    rmSync(scratch, { recursive: true, force: true });
    tracer.end();
  }
}

exit(await main());
