import { statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import type { EngineInfo, Files, Processes } from '../domain/index.ts';
import type { Tried } from './docker/find.ts';
import type { DockerHost } from './docker/host.ts';

/** One thing that this machine can or cannot do. */
export interface Finding {
  readonly what: string;
  readonly status: 'ok' | 'missing' | 'limited';
  readonly detail: string;
  /** Kinds of checks that cannot be judged because of it. */
  readonly costs: readonly string[];
  /** How to get what is missing; null where nothing is. */
  readonly remedy: string | null;
}

export interface Patient {
  readonly host: DockerHost | null;
  readonly whyNoEngine: string | null;
  readonly tried: readonly Tried[];
  readonly processes: Processes;
  readonly files: Files;
  readonly cacheFolder: string;
  readonly nodeVersion: string;
  readonly signal: AbortSignal;
}

const GIB = 1024 ** 3;
const REGISTRY_MS = 5_000;
/** An image that the default registry has always had: only whether it answers matters. */
const KNOWN_IMAGE = 'hello-world';

/** What this machine can do for each kind of check, and how to get what is missing. */
export async function examine(patient: Patient): Promise<readonly Finding[]> {
  const { host, files, cacheFolder } = patient;
  const root = host?.info.local ? host.rootFolder : null;
  return [
    nodeFinding(patient.nodeVersion),
    engineFinding(patient),
    ...(host ? engineParts(host.info, files) : []),
    ...(root === null ? [] : [diskFinding("the engine's disk", root, 5 * GIB, ['build', 'stack'])]),
    diskFinding('temporary files', tmpdir(), GIB, ['image', 'build']),
    diskFinding('cache', nearest(cacheFolder, files), GIB, []),
    ...(host ? [await registryFinding(host, patient.signal)] : []),
    ...OPTIONAL.map(([program, use]) => toolFinding(patient.processes, program, use)),
  ];
}

const OPTIONAL = [
  ['trivy', 'a second opinion on vulnerabilities'],
  ['grype', 'a second opinion on vulnerabilities'],
  ['shellcheck', 'a closer look at RUN lines'],
] as const;

function ok(what: string, detail: string): Finding {
  return { what, status: 'ok', detail, costs: [], remedy: null };
}

function nodeFinding(version: string): Finding {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return ok('Node.js', version);
  const costs = ['all'];
  return {
    what: 'Node.js',
    status: 'limited',
    detail: `${version}; 20.19 is needed`,
    costs,
    remedy: 'Install Node.js 20.19 or newer.',
  };
}

function engineFinding({ host, whyNoEngine, tried }: Patient): Finding {
  const passed = tried.map(({ where, outcome }) => `; not ${where}: ${outcome}`).join('');
  if (host)
    return ok('container engine', `${host.api.name}, ${host.info.version}, API ${host.info.apiVersion}${passed}`);
  return {
    what: 'container engine',
    status: 'missing',
    detail: whyNoEngine ?? 'none',
    costs: ['build', 'run', 'stack'],
    remedy:
      'Install and start Docker or Podman, or point DOCKER_HOST at an engine. Dockerfile, context, compose and archives are judged without.',
  };
}

function engineParts(info: EngineInfo, files: Files): readonly Finding[] {
  return [
    builderFinding(info),
    composeFinding(info),
    cgroupFinding(info),
    ok(
      'image store',
      info.store === 'containerd'
        ? 'containerd'
        : `${info.store} (classic): no OCI export, no attestations by its builder`,
    ),
    reachFinding(info),
    ...(info.kind === 'podman' ? [podmanFinding(files)] : []),
  ];
}

function builderFinding({ kind, buildx }: EngineInfo): Finding {
  if (kind === 'podman') return { ...ok('builder', 'podman build: its steps have no cache times'), status: 'limited' };
  if (buildx !== null) return ok('builder', `buildx ${buildx}`);
  const remedy =
    'Install the client plugin: `docker-buildx-plugin` (Docker), `docker-buildx` (Debian, Ubuntu, Homebrew).';
  return { what: 'builder', status: 'missing', detail: 'the docker client has no buildx', costs: ['build'], remedy };
}

function composeFinding({ compose }: EngineInfo): Finding {
  if (compose !== null) return ok('compose', compose);
  const remedy =
    'Install the client plugin: `docker-compose-plugin` (Docker), `docker-compose-v2` (Ubuntu), `docker-compose` (Debian 13, Homebrew).';
  return { what: 'compose', status: 'missing', detail: 'there is no Docker Compose v2', costs: ['stack'], remedy };
}

function cgroupFinding({ cgroup, rootless }: EngineInfo): Finding {
  if (cgroup === 'v2') return ok('cgroup', 'v2');
  if (!rootless) return ok('cgroup', 'v1: memory is usage − total_inactive_file');
  const remedy = 'Boot with cgroup v2 (`systemd.unified_cgroup_hierarchy=1`), or use a rootful engine.';
  return {
    what: 'cgroup',
    status: 'limited',
    detail: 'v1 without root: limits are ignored',
    costs: ['run limits'],
    remedy,
  };
}

function reachFinding({ local, rootless }: EngineInfo): Finding {
  if (local) return ok('reach', "container addresses and processes are this machine's");
  const detail = `${rootless ? 'a rootless engine' : 'an engine on another machine or in a virtual one'}: containers are reached by published ports only`;
  return { what: 'reach', status: 'limited', detail, costs: [], remedy: null };
}

/** Podman leaves the timing of health checks to systemd. */
function podmanFinding(files: Files): Finding {
  const driver = files.stat('/run/systemd/system') === null ? 'Tickproof: without systemd Podman runs none' : 'systemd';
  return ok('health checks', `driven by ${driver}`);
}

function diskFinding(what: string, folder: string, wanted: number, costs: readonly string[]): Finding {
  const free = freeBytes(folder);
  if (free === null)
    return {
      what: `space for ${what}`,
      status: 'limited',
      detail: `${folder} cannot be looked at`,
      costs,
      remedy: null,
    };
  const detail = `${(free / GIB).toFixed(1)} GiB free at ${folder}`;
  if (free >= wanted) return ok(`space for ${what}`, detail);
  return {
    what: `space for ${what}`,
    status: 'limited',
    detail,
    costs,
    remedy: `Free at least ${wanted / GIB} GiB there.`,
  };
}

function freeBytes(folder: string): number | null {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return null; // another user's, or gone
  }
}

/** The folder itself, or what will hold it. */
function nearest(folder: string, files: Files): string {
  const parent = files.resolve(folder, '..');
  return folder === parent || files.stat(folder) !== null ? folder : nearest(parent, files);
}

async function registryFinding({ api }: DockerHost, signal: AbortSignal): Promise<Finding> {
  const what = 'image registry';
  const limited = (detail: string): Finding => ({
    what,
    status: 'limited',
    detail,
    costs: [],
    remedy:
      'Base images must be on the engine already (`docker load`), or name a mirror in its settings; `# syntax=` lines are left out of builds.',
  });
  try {
    const { status } = await api.request('GET', `/distribution/${KNOWN_IMAGE}/json`, {
      signal,
      timeoutMs: REGISTRY_MS,
    });
    return status === 200
      ? ok(what, 'the default registry answers the engine')
      : limited(`the engine cannot reach the default registry (HTTP ${status})`);
  } catch (error) {
    if (signal.aborted) throw error;
    return limited(`no answer by way of the engine within ${REGISTRY_MS} ms`);
  }
}

function toolFinding(processes: Processes, program: string, use: string): Finding {
  const path = processes.find(program);
  if (path !== null) return ok(program, path);
  return {
    what: program,
    status: 'missing',
    detail: `optional: ${use}`,
    costs: [],
    remedy: `Install ${program} if you want it.`,
  };
}
