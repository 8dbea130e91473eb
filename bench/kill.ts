// `npm run bench kill`, or `tsx bench/kill.ts [KILLS]`: ends a verify with `kill -9` at random moments and looks for what is left.
// In half of the cases the reaper is killed as well. Everything of the run carries one unique word, whoever started it.
import { execFileSync, type SpawnSyncReturns, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { argv, env, execPath, exit } from 'node:process';
import { setTimeout as after } from 'node:timers/promises';
import { type EngineApi, engineApi } from '../src/engines/docker/api.ts';
import { dockerCandidates } from '../src/engines/docker/endpoints.ts';
import { hostFiles } from '../src/engines/files.ts';

const KILLS = Number(argv[2]) || 20;
const REAPER_MS = 2_000; // what the reaper is given before `gc`
const PATIENCE_MS = 20_000; // from `gc` to the last thing gone
const VARIABLE = 'TICKPROOF_KILL_BENCH';

const root = join(import.meta.dirname, '..');
const scratch = mkdtempSync(join(tmpdir(), 'kill-bench-'));
const word = `killbench${randomBytes(4).toString('hex')}`;
const temporary = join(scratch, 'tmp');
const deployment = join(scratch, 'tmws');
const variables = { ...env, TMPDIR: temporary, [VARIABLE]: word, TICKPROOF_CACHE: join(scratch, 'cache') };
const api = apiOfEngine();

/** What is there of the runs of this bench. */
interface Trace {
  readonly kind: 'container' | 'network' | 'volume' | 'image' | 'process' | 'path';
  readonly name: string;
}

interface Killed {
  readonly runId: string | null;
  readonly afterMs: number;
  readonly doing: string;
  readonly reaperToo: boolean;
  readonly atKill: readonly Trace[];
  readonly atGc: readonly Trace[];
  readonly left: readonly Trace[];
  readonly cleanMs: number;
  readonly gc: string;
}

function apiOfEngine(): EngineApi {
  const files = hostFiles(() => {
    throw new Error('the bench needs no temporary folder of a run');
  });
  const [first] = dockerCandidates(env, files);
  if (!first) throw new Error('there is no engine');
  return engineApi(first.endpoint, 'the engine');
}

/** The bundle, a copy of the example whose images and build steps carry the word, and a neighbour that must stay. */
function prepare(): string {
  mkdirSync(temporary);
  const out = join(scratch, 'dist');
  execFileSync(join(root, 'node_modules/.bin/tsx'), [join(root, 'scripts/build.ts'), '--out', out], { stdio: 'pipe' });
  const from = join(root, 'examples/tmws');
  cpSync(from, deployment, { recursive: true, filter: (path) => basename(path) !== '.tickproof' });
  const file = join(deployment, 'Dockerfile');
  const marked = readFileSync(file, 'utf8').replaceAll(
    /^FROM .*$/gm,
    (line) => `${line}\nLABEL bench=${word}\nENV ${VARIABLE}=${word}`,
  );
  writeFileSync(file, marked);
  return join(out, 'cli.js');
}

function docker(...words: string[]): SpawnSyncReturns<string> {
  return spawnSync('docker', words, { encoding: 'utf8' });
}

/** Things of another person: without our labels, and one that looks like a living run's. */
function neighbour(): { readonly intact: () => boolean; readonly remove: () => void } {
  const name = `neighbour-${word.slice(-8)}`;
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

interface Listed {
  readonly Id?: string;
  readonly Name?: string;
  readonly Names?: readonly string[];
  readonly RepoTags?: readonly string[] | null;
}

async function listed(path: string): Promise<readonly Listed[]> {
  const { body, status } = await api.request('GET', path);
  if (status !== 200) return listed(path); // an image was removed meanwhile
  return (path === '/volumes' ? (body as { Volumes: Listed[] | null }).Volumes : (body as Listed[])) ?? []; // the API's documented answers
}

/** Everything on engine, disk and among the processes that names the word or a run of ours. */
async function traces(runIds: readonly string[]): Promise<readonly Trace[]> {
  const ours = (value: unknown): boolean => {
    const text = JSON.stringify(value);
    return [word, ...runIds].some((it) => text.includes(it));
  };
  const [containers, networks, volumes, images] = await Promise.all(
    ['/containers/json?all=1', '/networks', '/volumes', '/images/json?all=1'].map(listed),
  );
  const named = (kind: Trace['kind'], things: readonly Listed[] = []): Trace[] =>
    things
      .filter(ours)
      .map((it) => ({ kind, name: it.Names?.[0]?.slice(1) ?? it.RepoTags?.[0] ?? it.Name ?? it.Id ?? '?' }));
  return [
    ...named('container', containers),
    ...named('network', networks),
    ...named('volume', volumes),
    ...named('image', images),
    ...processes(),
    ...readdirSync(temporary).map((name): Trace => ({ kind: 'path', name })),
    ...drafts().map((name): Trace => ({ kind: 'path', name })),
  ];
}

/** Half-written files in the deployment. */
function drafts(): readonly string[] {
  const folder = join(deployment, '.tickproof');
  return readdirSync(deployment).includes('.tickproof')
    ? readdirSync(folder).filter((name) => name.endsWith('.tmp'))
    : [];
}

function processes(): readonly Trace[] {
  return readdirSync('/proc').flatMap((pid): readonly Trace[] => {
    if (!/^\d+$/.test(pid)) return [];
    const inherits = textOf(`/proc/${pid}/environ`).split('\0').includes(`${VARIABLE}=${word}`);
    const line = textOf(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim();
    return inherits && line !== '' ? [{ kind: 'process', name: `${pid} ${line.slice(0, 80)}` }] : [];
  });
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return ''; // it has ended
  }
}

const runsSeen = new Set<string>();

function runIds(): readonly string[] {
  for (const name of readdirSync(temporary)) {
    const id = /^tickproof-([a-z\d]{8})/.exec(name)?.[1];
    if (id !== undefined) runsSeen.add(id);
  }
  return [...runsSeen];
}

/** The reaper is beside the owner, and must not have the time to notice. */
function reaperPids(): readonly number[] {
  return processes()
    .filter(({ name }) => name.includes('/reaper.js '))
    .map(({ name }) => Number.parseInt(name, 10));
}

async function killAfter(cli: string, afterMs: number, reaperToo: boolean): Promise<Killed> {
  const words = [cli, 'verify', deployment, '--no-cache', '--allow-unproven'];
  const child = spawn(execPath, words, { stdio: ['ignore', 'ignore', 'pipe'], env: variables });
  let heard = '';
  child.stderr.on('data', (chunk: Buffer) => (heard += chunk.toString()));
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await Promise.race([after(afterMs), ended]);
  const known = new Set(runsSeen);
  const ids = runIds();
  if (reaperToo) for (const pid of reaperPids()) process.kill(pid, 'SIGKILL');
  child.kill('SIGKILL');
  const killedAt = performance.now();
  await ended;
  const atKill = await traces(ids);
  let cleanMs = Number.NaN;
  while (!reaperToo && performance.now() - killedAt < REAPER_MS) {
    if ((await traces(ids)).length === 0) {
      cleanMs = performance.now() - killedAt;
      break;
    }
    await after(100);
  }
  const atGc = await traces(ids);
  const gc = spawnSync(execPath, [cli, 'gc'], { encoding: 'utf8', env: variables });
  let left = await traces(ids);
  const gcAt = performance.now();
  while (left.length > 0 && performance.now() - gcAt < PATIENCE_MS) {
    await after(200);
    left = await traces(ids);
  }
  if (Number.isNaN(cleanMs)) cleanMs = performance.now() - killedAt;
  const runId = ids.find((id) => !known.has(id)) ?? null;
  return { runId, afterMs, doing: doingIn(heard), reaperToo, atKill, atGc, left, cleanMs, gc: gc.stdout + gc.stderr };
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
    const whole = spawnSync(execPath, [cli, 'verify', deployment, '--no-cache'], { encoding: 'utf8', env: variables });
    if (whole.status !== 0 && whole.status !== 1) throw new Error(`no run can be killed: ${whole.stderr}`);
    const wholeMs = performance.now() - startedMs;
    console.log(`A whole run takes ${(wholeMs / 1000).toFixed(1)} s.\n`);
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
    api.close();
  }
}

exit(await main());
