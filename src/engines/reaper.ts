import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Writable } from 'node:stream';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Owner } from '../domain/index.ts';
import type { Endpoint } from './docker/api.ts';
import { addGroup, removeMarker, writeMarker } from './marker.ts';
import { RUN_VARIABLE } from './owner.ts';

/**
 * A child of its own session that holds the read end of our pipe. When the pipe ends without `clean`, we were killed, and it
 * removes what we left.
 */
export interface Reaper {
  /** Called before anything is started; the first call starts it. */
  begin(): void;
  /** Something was started in this run. */
  begun(): boolean;
  /** The engine to clean up on. */
  engine(endpoint: Endpoint): void;
  group(pid: number): void;
  groupEnd(pid: number): void;
  /** All is removed: nothing is left to do. */
  clean(): Promise<void>;
  /** Something withstood: the reaper tries on by itself. */
  leave(): void;
}

/** A line that the reaper is told. */
export type Told =
  | { readonly tell: 'engine'; readonly endpoint: Endpoint }
  | { readonly tell: 'group' | 'group-end'; readonly pid: number }
  | { readonly tell: 'clean' };

/** How the reaper is started: as its own file beside the bundle, or from source through tsx. */
export function reaperCommand(): readonly string[] {
  const source = fileURLToPath(new URL('./reaper-main.ts', import.meta.url));
  if (existsSync(source)) {
    const loader = createRequire(import.meta.url).resolve('tsx');
    return [process.execPath, '--import', pathToFileURL(loader).href, source];
  }
  const bundled = ['./reaper.mjs', '../reaper.mjs']
    .map((it) => fileURLToPath(new URL(it, import.meta.url)))
    .find(existsSync);
  if (bundled === undefined) throw new Error('reaper.mjs is not beside the bundle');
  return [process.execPath, bundled];
}

/** The reaper of a run, not started yet. */
export function reaperOf(owner: Owner, env: NodeJS.ProcessEnv): Reaper {
  let child: ChildProcess | null = null;
  const told: Told[] = [];
  const tell = (line: Told): void => {
    if (child) child.stdin?.write(`${JSON.stringify(line)}\n`);
    else told.push(line);
  };
  const begin = (): void => {
    if (child) return;
    writeMarker(owner);
    child = spawnReaper(owner, env);
    for (const line of told.splice(0)) tell(line);
  };
  return {
    begin,
    begun: () => child !== null,
    engine: (endpoint) => tell({ tell: 'engine', endpoint }),
    group(pid) {
      begin();
      tell({ tell: 'group', pid });
      addGroup(owner.runId, pid);
    },
    groupEnd: (pid) => tell({ tell: 'group-end', pid }),
    async clean() {
      if (!child) return;
      tell({ tell: 'clean' });
      if (child.stdin) await ended(child.stdin);
      removeMarker(owner.runId);
    },
    leave: () => void child?.stdin?.end(),
  };
}

/** A stream that was destroyed from the other side, as by a killed reaper, calls nobody back. */
async function ended(stdin: Writable): Promise<void> {
  if (stdin.destroyed) return;
  await new Promise<void>((resolve) => {
    stdin.once('close', resolve);
    stdin.end(resolve);
  });
}

function spawnReaper({ runId }: Owner, env: NodeJS.ProcessEnv): ChildProcess {
  const [program = process.execPath, ...args] = reaperCommand();
  const child = spawn(program, [...args, runId], {
    detached: true,
    cwd: '/', // keeps no folder from being removed or unmounted
    env: { ...env, [RUN_VARIABLE]: undefined, NODE_OPTIONS: undefined }, // it outlives an outer run, and no debugger waits for it
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  child.on('error', () => {}); // without a reaper `gc` still finds everything by its labels
  child.stdin?.on('error', () => {}); // the same when it was killed
  child.unref();
  if (child.stdin && 'unref' in child.stdin && typeof child.stdin.unref === 'function') child.stdin.unref();
  return child;
}
