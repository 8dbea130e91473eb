import { setMaxListeners } from 'node:events';
import { setTimeout as after } from 'node:timers/promises';
import type { Ports, VerifyEvent } from '../domain/index.ts';
import { cacheFolder, fileCache } from './cache.ts';
import { systemClock } from './clock.ts';
import { examine, type Finding } from './doctor.ts';
import { dockerEngine } from './docker/docker.ts';
import { type EnginePreference, findEngine } from './docker/find.ts';
import type { DockerHost } from './docker/host.ts';
import { hostFiles } from './files.ts';
import { endGroups } from './groups.ts';
import { removeRun } from './leftovers.ts';
import { helperIn } from './helper/index.ts';
import { hostNetwork } from './network.ts';
import { newOwner, RUN_VARIABLE } from './owner.ts';
import { hostProcesses } from './processes.ts';
import { type Reaper, reaperOf } from './reaper.ts';
import { type Swept, sweep } from './sweep.ts';
import { removeFolder, temporaryFolder, temporaryFolders } from './temporary.ts';

export { cacheFolder, memoryCache } from './cache.ts';
export { systemClock } from './clock.ts';
export type { Finding as DoctorFinding } from './doctor.ts';
export type { EnginePreference } from './docker/find.ts';
export { hostNetwork } from './network.ts';
export { reaperCommand } from './reaper.ts';
export type { Swept } from './sweep.ts';
export { hostWeb, type Web } from './web.ts';

/** The ports of one run, and what only the adapters behind them can do. */
export interface HostPorts extends Ports, AsyncDisposable {
  /** Removes what dead runs left. Live runs and things without our label are not touched. */
  sweep(): Promise<Swept>;
  /** What this machine can do. */
  examine(): Promise<readonly Finding[]>;
}

export interface PortSettings {
  readonly engine: EnginePreference;
  readonly signal: AbortSignal;
  readonly onEvent: (event: VerifyEvent) => void;
  /** Default: `$TICKPROOF_CACHE`, `$XDG_CACHE_HOME/tickproof` or `~/.cache/tickproof`. */
  readonly cacheDir?: string;
  readonly env: NodeJS.ProcessEnv;
}

/**
 * The outside of one run. Disposing removes everything that the run started, whatever the signal says; when this process
 * is killed before that, the reaper does it. An engine that does not answer is `engine: null` with its reason. Throws
 * `interrupted` when the signal fires while it looks for one.
 *
 * @example
 * await using ports = await makePorts({ engine: 'auto', signal, onEvent, env: process.env });
 */
export async function makePorts({
  engine: preference,
  signal,
  onEvent,
  cacheDir,
  env,
}: PortSettings): Promise<HostPorts> {
  setMaxListeners(0, signal); // everything that goes on side by side listens to it
  const owner = newOwner();
  const reaper = reaperOf(owner, env);
  const files = hostFiles((prefix) => {
    reaper.begin();
    return temporaryFolder(owner.runId, prefix);
  });
  const cache = fileCache(cacheDir ?? cacheFolder(env));
  const programs = { signal, env: { ...env, [RUN_VARIABLE]: owner.runId } };
  const probing = hostProcesses(programs); // asks for versions: ends by itself, needs no reaper
  const processes = hostProcesses({
    ...programs,
    onGroup: (pid) => reaper.group(pid),
    onGroupEnd: (pid) => reaper.groupEnd(pid),
  });

  let touched = false;
  const begin = (): void => {
    touched = true;
    reaper.begin();
  };
  const around = { env, files, cache, clock: systemClock, signal, owner, begin, processes: probing };
  const found = await findEngine(preference, around);
  const host: DockerHost | null = found.status === 'found' ? { ...found.host, processes } : null;
  if (host) reaper.engine(host.api.endpoint);
  const engine = host && dockerEngine(host);

  return {
    engine,
    whyNoEngine: found.status === 'none' ? found.why : null,
    files,
    processes,
    network: hostNetwork,
    env,
    clock: systemClock,
    cache,
    helper: helperIn(cacheDir ?? cacheFolder(env)),
    signal,
    onEvent,
    owner,
    sweep: () => sweep(host?.api ?? null, systemClock.now()),
    examine: () =>
      examine({
        host,
        whyNoEngine: found.status === 'none' ? found.why : null,
        tried: found.tried,
        processes,
        files,
        cacheFolder: cacheDir ?? cacheFolder(env),
        nodeVersion: process.version,
        signal,
      }),
    async [Symbol.asyncDispose]() {
      await Promise.all([processes[Symbol.asyncDispose](), probing[Symbol.asyncDispose]()]);
      await clearUp(owner.runId, touched ? host : null, reaper);
      if (engine) await forgetCache(engine);
      host?.api.close();
    },
  };
}

/** What `reaper` would do after a kill, done at once; what withstands is left to it. */
async function clearUp(runId: string, host: DockerHost | null, reaper: Reaper): Promise<void> {
  if (!reaper.begun()) return;
  endGroups(runId, []); // what left its group
  const withstood = host ? await leftOn(host, runId) : 0;
  for (const { path } of temporaryFolders().filter((it) => it.runId === runId)) await removeFolder(path);
  if (withstood > 0) reaper.leave();
  else await reaper.clean();
}

const REMOVAL_MS = 15_000;

/** How much could not be removed; an engine that has died or hangs is left to the reaper, which has more patience. */
async function leftOn(host: DockerHost, runId: string): Promise<number> {
  const removal = removeRun(host.api, runId, { killed: false }).then(
    ({ left }) => left.length,
    () => 1, // not known; the reaper looks again
  );
  return Promise.race([removal, after(REMOVAL_MS, 1, { ref: false })]);
}

/** What the engine's builder keeps of this run's builds; after them, as they stand on it. */
async function forgetCache(engine: AsyncDisposable): Promise<void> {
  const forgetting = (async () => engine[Symbol.asyncDispose]())().catch(() => null); // it has died; and it is only cache
  await Promise.race([forgetting, after(REMOVAL_MS, null, { ref: false })]);
}
