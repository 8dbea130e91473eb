import { existsSync } from 'node:fs';
import { hostname, release } from 'node:os';
import type * as z from 'zod/mini';
import { type EngineInfo, TickproofError } from '../../domain/index.ts';
import { type Answer, type EngineApi, engineApi } from './api.ts';
import { type Candidate, dockerCandidates, podmanCandidates } from './endpoints.ts';
import { codeOf } from '../fault.ts';
import type { DockerHost } from './host.ts';
import { type ClientParts, clientParts } from './plugins.ts';
import { infoShape, shaped } from './shapes.ts';

const NEWEST_API = [1, 51] as const; // the newest that this adapter was read against
const OLDEST_API = [1, 41] as const;
const PING_MS = 3_000;
const INFO_MS = 20_000;

export type EnginePreference = 'auto' | 'docker' | 'podman' | 'none';

/** All that an adapter is made of but the engine itself. */
export type Around = Omit<DockerHost, 'api' | 'info' | 'clientEnv' | 'rootFolder'> & {
  readonly env: NodeJS.ProcessEnv;
};

/** One place that was tried, for `doctor`. */
export interface Tried {
  readonly where: string;
  readonly outcome: string;
}

export type Found =
  | { readonly status: 'found'; readonly host: DockerHost; readonly tried: readonly Tried[] }
  | { readonly status: 'none'; readonly why: string; readonly tried: readonly Tried[] };

/**
 * Finds the engine that the person means: DOCKER_HOST, the docker context, then the usual sockets; Podman's after
 * Docker's. A named engine that does not answer is never replaced by another.
 */
export async function findEngine(preference: EnginePreference, around: Around): Promise<Found> {
  if (preference === 'none') return { status: 'none', why: 'No engine was asked for (`--engine none`)', tried: [] };
  const tried: Tried[] = [];
  for (const candidate of candidatesFor(preference, around)) {
    const outcome = candidate.status === 'reachable' ? await tryOne(candidate.it, around) : candidate.why;
    if (typeof outcome !== 'string') return { status: 'found', host: outcome, tried };
    tried.push({
      where: candidate.status === 'reachable' ? nameOf(candidate.it) : 'DOCKER_HOST or the docker context',
      outcome,
    });
  }
  return { status: 'none', why: whyNot(preference, tried), tried };
}

type Place =
  | { readonly status: 'reachable'; readonly it: Candidate }
  | { readonly status: 'not-spoken'; readonly why: string };

function candidatesFor(preference: EnginePreference, { env, files }: Around): readonly Place[] {
  try {
    const docker = preference === 'podman' ? [] : dockerCandidates(env, files);
    const podman = preference === 'docker' || docker.some((it) => it.named) ? [] : podmanCandidates(env, files);
    return [...docker, ...podman].map((it) => ({ status: 'reachable', it }));
  } catch (error) {
    if (!(error instanceof TickproofError)) throw error;
    return [{ status: 'not-spoken', why: `${error.message}. ${error.remedy}` }];
  }
}

function whyNot(preference: EnginePreference, tried: readonly Tried[]): string {
  if (tried.length > 0)
    return `No container engine answers: ${tried.map(({ where, outcome }) => `${where}: ${outcome}`).join('; ')}`;
  const named = preference === 'podman' ? 'CONTAINER_HOST is' : 'DOCKER_HOST and the docker context are';
  return `No container engine was found: ${named} not set, and no usual socket is there`;
}

function nameOf(candidate: Candidate): string {
  return `${addressOf(candidate)} (${candidate.from})`;
}

function addressOf({ endpoint }: Candidate): string {
  return endpoint.kind === 'unix' ? `unix://${endpoint.socketPath}` : `tcp://${endpoint.host}:${endpoint.port}`;
}

/** The engine there, or why it cannot be used. A socket file is no engine; `/_ping` is. */
async function tryOne(candidate: Candidate, around: Around): Promise<DockerHost | string> {
  const unnamed = clientOf(candidate, 'it');
  if (typeof unnamed === 'string') return unnamed;
  const ping = await answerOrFault(unnamed, '/_ping', PING_MS, around.signal);
  unnamed.close();
  if (typeof ping === 'string') return ping;
  const offered = String(ping.headers['api-version'] ?? '');
  const version = negotiated(offered);
  if (offered === '') return 'what answers there is no container engine: it names no version of its API';
  if (version === null) return `it speaks API ${offered}, ${OLDEST_API.join('.')} or newer is needed`;
  const kind = ping.headers['libpod-api-version'] === undefined ? 'docker' : 'podman';
  const name = `${kind === 'docker' ? 'the Docker engine' : 'Podman'} at ${addressOf(candidate)}`;
  const api = engineApi(candidate.endpoint, name).at(version);
  const [answer, parts] = await Promise.all([answerOrFault(api, '/info', INFO_MS, around.signal), clientParts(around)]);
  const seen = typeof answer === 'string' || answer.status !== 200 ? null : shaped(infoShape, answer.body);
  if (!seen) {
    api.close();
    return typeof answer === 'string' ? answer : `it does not describe itself (HTTP ${answer.status})`;
  }
  const info = infoOf(seen, { kind, apiVersion: version, parts, candidate });
  return { ...around, api, info, clientEnv: candidate.clientEnv, rootFolder: seen.DockerRootDir ?? null };
}

function clientOf({ endpoint }: Candidate, name: string): EngineApi | string {
  try {
    return engineApi(endpoint, name);
  } catch (error) {
    return `its certificates cannot be read (${codeOf(error)})`;
  }
}

async function answerOrFault(
  api: EngineApi,
  path: string,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<Answer | string> {
  try {
    return await api.request('GET', path, { timeoutMs, signal });
  } catch (error) {
    if (signal.aborted) throw error;
    return error instanceof Error ? error.message : String(error);
  }
}

/** The smaller of the engine's newest version and ours; null where that is too old. */
export function negotiated(offered: string): string | null {
  const [major = 0, minor = 0] = offered.split('.').map(Number);
  const [oldMajor, oldMinor] = OLDEST_API;
  if (!(major > oldMajor || (major === oldMajor && minor >= oldMinor))) return null;
  const [newMajor, newMinor] = NEWEST_API;
  return major > newMajor || minor > newMinor ? NEWEST_API.join('.') : offered;
}

interface Known {
  readonly kind: EngineInfo['kind'];
  readonly apiVersion: string;
  readonly parts: ClientParts;
  readonly candidate: Candidate;
}

function infoOf(seen: z.output<typeof infoShape>, { kind, apiVersion, parts, candidate }: Known): EngineInfo {
  const onContainerd = (seen.DriverStatus ?? []).some(([, value]) => value?.startsWith('io.containerd.snapshotter'));
  const rootless = (seen.SecurityOptions ?? []).some((it) => /\bname=rootless\b/.test(it));
  return {
    kind,
    version: seen.ServerVersion ?? 'unknown',
    apiVersion,
    store: onContainerd ? 'containerd' : (seen.Driver ?? 'unknown'),
    os: seen.OSType ?? 'linux',
    architecture: ARCHITECTURES[seen.Architecture ?? ''] ?? seen.Architecture ?? 'unknown',
    kernel: seen.KernelVersion ?? 'unknown',
    cgroup: seen.CgroupVersion === '2' ? 'v2' : 'v1',
    cpus: seen.NCPU ?? 0,
    memoryBytes: seen.MemTotal ?? 0,
    local: !rootless && isLocal(seen, candidate),
    rootless,
    ...parts,
  };
}

/** `uname -m` in the words of images. */
const ARCHITECTURES: Readonly<Record<string, string>> = {
  x86_64: 'amd64',
  aarch64: 'arm64',
  armv7l: 'arm',
  i686: '386',
};

/**
 * Same kernel, same host name, its root folder is on our disk, by a socket of this machine: only then are container
 * addresses and pids ours too. Docker Desktop has another kernel or host name, and a forwarded socket another host name.
 */
function isLocal({ KernelVersion, Name, DockerRootDir }: z.output<typeof infoShape>, { endpoint }: Candidate): boolean {
  const onMachine = process.platform === 'linux' && endpoint.kind === 'unix';
  return (
    onMachine &&
    KernelVersion === release() &&
    Name === hostname() &&
    DockerRootDir !== undefined &&
    existsSync(DockerRootDir)
  );
}
