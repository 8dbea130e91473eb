import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { enginePorts } from '../../test/e2e/engine-ports.ts';
import { leftovers } from './leftovers.ts';
import { startOf } from './owner.ts';
import { type EngineApi, engineApi } from './docker/api.ts';
import { dockerCandidates } from './docker/endpoints.ts';
import { hostFiles } from './files.ts';
import { sweep } from './sweep.ts';

const IMAGE = 'debian:bookworm-slim';
const scratch = mkdtempSync(join(tmpdir(), 'reaper-test-'));

/** A program that starts all kinds of things and says so, then waits in a build. */
const OWNER = `
import { makePorts } from '${new URL('./index.ts', import.meta.url).href}';
const abort = new AbortController();
process.on('SIGINT', () => abort.abort());
async function live() {
  await using ports = await makePorts({ engine: 'auto', signal: abort.signal, onEvent() {}, env: process.env });
  const { engine, owner, processes, files } = ports;
  await engine.createNetwork(owner.name('net'), {});
  for (const n of [1, 2, 3]) {
    const spec = { name: owner.name('c' + n), image: '${IMAGE}', network: owner.name('net'), cmd: ['sleep', '600'], volumes: ['/data'] };
    await engine.startContainer(await engine.createContainer(spec));
  }
  const labels = Object.entries(owner.labels).map(([name, value]) => '--label=' + name + '=' + value);
  await processes.run(['docker', 'volume', 'create', ...labels, owner.name('volume')]);
  await engine.tagImage('${IMAGE}', owner.name('tagged'));
  const folder = files.temporary('stack');
  folder.write('compose.yaml', 'services: {a: {image: ${IMAGE}, command: sleep 600, volumes: [kept:/data]}}\\nvolumes: {kept: {}}\\n');
  await engine.compose(['-p', owner.name('st'), '-f', folder.path + '/compose.yaml', 'up', '-d']);
  await using escaped = await processes.start(['sh', '-c', 'setsid sleep 601 & echo $!; sleep 602']);
  await ports.clock.sleep(100, abort.signal);
  const text = 'FROM ${IMAGE}\\nRUN echo ' + owner.runId + ' && sleep 603\\n';
  const request = { context: folder.path, dockerfile: '-', dockerfileText: text, tag: owner.name('image'), args: {}, secrets: [], labels: {} };
  let told = false;
  await engine.build(request, (vertex) => {
    if (told || !vertex.name.includes('sleep 603') || vertex.startedMs === null) return;
    told = true;
    process.stdout.write(JSON.stringify({ runId: owner.runId, pids: [escaped.pid, Number(escaped.output().stdout)] }) + '\\n');
  });
}
live().then(() => process.exit(0), (error) => process.exit(error.code === 'interrupted' ? 130 : 70));
`;

interface Owned {
  readonly runId: string;
  readonly pids: readonly number[];
  readonly pid: number;
  readonly ended: Promise<number | null>;
}

function never(): never {
  throw new Error('there is an engine: it was looked at');
}

async function startOwner(): Promise<Owned> {
  const script = join(scratch, 'owner.mts');
  writeFileSync(script, OWNER);
  const tsx = new URL('../../node_modules/tsx/dist/loader.mjs', import.meta.url).href;
  const child = spawn(process.execPath, ['--import', tsx, script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const line = await new Promise<string>((resolve) =>
    child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString())),
  );
  const { runId, pids } = JSON.parse(line) as { runId: string; pids: number[] }; // what the script above writes
  return { runId, pids, pid: child.pid ?? 0, ended };
}

/** The engine as any other process sees it. */
function apiOfEngine(): EngineApi {
  const [first] = dockerCandidates(process.env, hostFiles(never));
  return engineApi(first?.endpoint ?? never(), 'the engine');
}

async function leftOf({ runId, pids }: Owned): Promise<readonly string[]> {
  const things = (await leftovers(apiOfEngine())).filter((it) => it.runId === runId);
  const folders = readdirSync(tmpdir()).filter((name) => name.startsWith(`tickproof-${runId}`));
  const living = pids.filter((pid) => startOf(pid) !== null).map((pid) => `process ${pid}`);
  return [...things.map(({ kind, name }) => `${kind} ${name}`), ...folders, ...living];
}

/** How long it took until nothing was left. */
async function goneWithin(owned: Owned, limitMs: number): Promise<number> {
  const startedAt = performance.now();
  for (;;) {
    const left = await leftOf(owned);
    const elapsedMs = Math.round(performance.now() - startedAt);
    if (left.length === 0) return elapsedMs;
    if (elapsedMs > limitMs) throw new Error(`after ${elapsedMs} ms: ${left.join(', ')}`);
    await after(50);
  }
}

function reaperPid(runId: string): number {
  const isReaper = (pid: string) => textOf(`/proc/${pid}/cmdline`).endsWith(`reaper-main.ts\0${runId}\0`);
  return Number(readdirSync('/proc').find((name) => /^\d+$/.test(name) && isReaper(name)));
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return ''; // it has ended
  }
}

const probe = await enginePorts();
const usable = probe !== null && (await probe.engine.inspectImage(IMAGE)) !== null;
await probe?.[Symbol.asyncDispose]();

describe.skipIf(!usable)('whatever becomes of a run', () => {
  afterAll(() => rmSync(scratch, { recursive: true, force: true }));
  const report = (what: string, elapsedMs: number) => process.stderr.write(`${what}: gone after ${elapsedMs} ms\n`);

  it('is cleared up when it is killed, and another run is not touched', async () => {
    await using bystander = (await enginePorts()) ?? never();
    const { engine, owner } = bystander;
    const id = await engine.createContainer({ name: owner.name('other'), image: IMAGE, cmd: ['sleep', '600'] });
    await engine.startContainer(id);
    const owned = await startOwner();
    expect((await leftOf(owned)).length).toBeGreaterThan(10);

    process.kill(owned.pid, 'SIGKILL');
    report('kill -9', await goneWithin(owned, 20_000));
    expect((await engine.inspectContainer(id))?.status).toBe('running');
  });

  it('is cleared up by itself when it is interrupted', async () => {
    const owned = await startOwner();
    process.kill(owned.pid, 'SIGINT');
    report('SIGINT', await goneWithin(owned, 20_000));
    expect(await owned.ended).toBe(130);
    while (!Number.isNaN(reaperPid(owned.runId))) await after(20); // it ends on its own; the test's limit is the deadline
  });

  it('is swept up when its reaper was killed as well, and a live run is not', async () => {
    await using bystander = (await enginePorts()) ?? never();
    const { engine, owner } = bystander;
    await engine.createNetwork(owner.name('other'), {});
    const owned = await startOwner();
    process.kill(reaperPid(owned.runId), 'SIGKILL');
    process.kill(owned.pid, 'SIGKILL');
    await owned.ended;
    expect((await leftOf(owned)).length).toBeGreaterThan(10);

    const startedAt = performance.now();
    const swept = await sweep(apiOfEngine(), Date.now());
    process.stderr.write(`sweep: ${Math.round(performance.now() - startedAt)} ms\n`);
    expect(swept.runs).toContain(owned.runId);
    expect(swept.runs).not.toContain(owner.runId);
    expect(swept.containers.filter((name) => name.includes(owned.runId))).toHaveLength(4);
    await goneWithin(owned, 5_000);
    expect(await engine.listNetworks(`tickproof.run=${owner.runId}`)).toHaveLength(1);
  });
});
