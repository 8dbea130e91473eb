import type {
  ContainerSpec,
  ContainerState,
  ContainerStats,
  Engine,
  EngineLogLine,
  ExecOutcome,
} from '../../domain/index.ts';
import { TickproofError } from '../../domain/index.ts';
import { KeptOutput } from '../kept-output.ts';
import { connectionFault, refusal } from './api.ts';
import { demux } from './demux.ts';
import { ask, type DockerHost, part, removeAt } from './host.ts';
import {
  changesShape,
  containerShape,
  containersShape,
  createdShape,
  execShape,
  shaped,
  statsShape,
  topShape,
  waitShape,
} from './shapes.ts';
import { healthRunner } from './podman-health.ts';
import { containerBody, containerState, logLines } from './container-words.ts';

type Containers = Pick<
  Engine,
  | 'createContainer'
  | 'startContainer'
  | 'inspectContainer'
  | 'logs'
  | 'stats'
  | 'kill'
  | 'stop'
  | 'wait'
  | 'removeContainer'
  | 'top'
  | 'changes'
  | 'exec'
  | 'listContainers'
>;

const EXEC_BYTES = 10 * 1024 * 1024; // kept of each output

/** Containers by the Engine API. */
export function containersOf(host: DockerHost): Containers {
  const runHealthCheck = healthRunner(host);
  const inspectContainer = async (id: string): Promise<ContainerState | null> => {
    const seen = await inspected(host, id);
    if (seen) runHealthCheck(seen);
    return seen && containerState(seen);
  };
  return {
    createContainer: (spec) => createContainer(host, spec),
    async startContainer(id) {
      await ask(host, `to start ${id}`, ['POST', `/containers/${part(id)}/start`], {}, [304]);
    },
    inspectContainer,
    logs: (id) => logs(host, id),
    stats: (id) => stats(host, id),
    kill: (id, signal) => kill(host, id, signal),
    async stop(id, graceSeconds) {
      const query = { t: graceSeconds };
      await ask(host, `to stop ${id}`, ['POST', `/containers/${part(id)}/stop`], { query }, [304, 404]);
    },
    wait: (id) => wait(host, id),
    removeContainer: (id) => removeContainer(host, id),
    async top(id) {
      // without them Podman asks the image's own `ps`, and says nothing where there is none
      const query = host.info.kind === 'podman' ? { ps_args: 'user,pid,ppid,args' } : {};
      const { body } = await ask(host, `to list the processes of ${id}`, ['GET', `/containers/${part(id)}/top`], {
        query,
      });
      const seen = shaped(topShape, body);
      return { titles: seen?.Titles ?? [], rows: seen?.Processes ?? [] };
    },
    async changes(id) {
      const { body } = await ask(host, `to compare ${id}`, ['GET', `/containers/${part(id)}/changes`]);
      return (shaped(changesShape, body) ?? []).map(({ Path, Kind }) => ({
        path: Path,
        kind: CHANGES[Kind] ?? 'changed',
      }));
    },
    exec: (id, argv, timeoutMs) => exec(host, id, argv, timeoutMs),
    async listContainers(label) {
      const query = { all: 1, filters: { label: [label] } };
      const { body } = await ask(host, 'to list containers', ['GET', '/containers/json'], { query });
      const states = await Promise.all((shaped(containersShape, body) ?? []).map(({ Id }) => inspectContainer(Id)));
      return states.filter((it) => it !== null); // one may be removed between the two looks
    },
  };
}

const CHANGES: readonly ('changed' | 'added' | 'deleted')[] = ['changed', 'added', 'deleted']; // `Kind` 0, 1, 2

async function createContainer(host: DockerHost, spec: ContainerSpec): Promise<string> {
  host.begin();
  const body = containerBody(spec, host.owner.labels);
  const answer = await host.api.request('POST', '/containers/create', {
    query: { name: spec.name },
    body,
    signal: host.signal,
  });
  if (answer.status === 404) {
    throw new TickproofError('image-not-found', `There is no image ${spec.image} on ${host.api.name}`, {
      remedy: `Build it, or fetch it with \`docker pull ${spec.image}\`.`,
      cause: answer.body,
    });
  }
  const created = answer.status < 300 ? shaped(createdShape, answer.body) : null;
  if (!created) throw refusal(host.api.name, `to create the container ${spec.name}`, answer);
  return created.Id;
}

async function inspected(host: DockerHost, id: string) {
  const { status, body } = await ask(host, `to inspect ${id}`, ['GET', `/containers/${part(id)}/json`], {}, [404]);
  return status === 404 ? null : shaped(containerShape, body);
}

async function logs(host: DockerHost, id: string): Promise<readonly EngineLogLine[]> {
  const query = { stdout: 1, stderr: 1, timestamps: 1 };
  const response = await host.api.open('GET', `/containers/${part(id)}/logs`, { query, signal: host.signal });
  try {
    return await logLines(demux(response));
  } catch (cause) {
    throw connectionFault(host.api.name, cause, host.signal);
  }
}

async function stats(host: DockerHost, id: string): Promise<ContainerStats> {
  const query = { stream: false, 'one-shot': true };
  const { body } = await ask(host, `to measure ${id}`, ['GET', `/containers/${part(id)}/stats`], { query });
  const { memory_stats: memory, cpu_stats: cpu, pids_stats: pids } = shaped(statsShape, body) ?? {};
  const parts = memory?.stats ?? {};
  const limit = memory?.limit ?? 0;
  return {
    atMs: host.clock.monotonic(),
    memoryUsageBytes: memory?.usage ?? 0,
    inactiveFileBytes: parts.total_inactive_file ?? parts.inactive_file ?? 0, // the first is v1's, which has both
    memoryLimitBytes: limit > 0 && limit < host.info.memoryBytes ? limit : null, // the machine's memory is no limit
    memoryPeakBytes: memory?.max_usage ?? null,
    cpuNs: cpu?.cpu_usage?.total_usage ?? 0,
    pids: pids?.current ?? 0,
  };
}

const ENDED = /container state improper|is not running/; // with 500 instead of 409: Podman 4.3

async function kill(host: DockerHost, id: string, signal: string): Promise<void> {
  const path = `/containers/${part(id)}/kill`;
  const answer = await host.api.request('POST', path, { query: { signal }, signal: host.signal });
  if (answer.status < 300 || answer.status === 404 || answer.status === 409) return;
  const fault = refusal(host.api.name, `to signal ${id}`, answer);
  if (!ENDED.test(fault.message)) throw fault;
}

async function wait(host: DockerHost, id: string): Promise<number> {
  const query = { condition: 'not-running' };
  const { body } = await ask(host, `to wait for ${id}`, ['POST', `/containers/${part(id)}/wait`], { query });
  return shaped(waitShape, body)?.StatusCode ?? -1;
}

/** With its anonymous volumes: those are left without `v`. Somebody else may be removing it already (409): then until it is gone. */
async function removeContainer(host: DockerHost, id: string): Promise<void> {
  const query = { force: 1, v: 1 };
  const path = `/containers/${part(id)}`;
  const { status } = await host.api.request('DELETE', path, { query, timeoutMs: 30_000 });
  if (status < 300 || status === 404) return;
  if (status === 409)
    await host.api.request('POST', `${path}/wait`, { query: { condition: 'removed' }, timeoutMs: 10_000 });
  await removeAt(host, path, query);
}

async function exec(host: DockerHost, id: string, argv: readonly string[], timeoutMs: number): Promise<ExecOutcome> {
  const body = { AttachStdout: true, AttachStderr: true, Tty: false, Cmd: argv };
  const made = await ask(host, `to run a command in ${id}`, ['POST', `/containers/${part(id)}/exec`], { body });
  const execId = shaped(createdShape, made.body)?.Id ?? '';
  const deadline = AbortSignal.timeout(timeoutMs);
  const signal = AbortSignal.any([deadline, host.signal]);
  const outputs = { stdout: new KeptOutput(EXEC_BYTES), stderr: new KeptOutput(EXEC_BYTES) };
  const said = () => ({ stdout: outputs.stdout.text(), stderr: outputs.stderr.text() });
  try {
    const started = { signal, body: { Detach: false, Tty: false } };
    const response = await host.api.open('POST', `/exec/${execId}/start`, started);
    for await (const { stream, bytes } of demux(response)) outputs[stream].add(bytes);
  } catch (cause) {
    if (deadline.aborted && !host.signal.aborted) return { exitCode: null, ...said() }; // it ends with its container
    throw connectionFault(host.api.name, cause, host.signal);
  }
  const ended = await ask(host, `to tell how a command in ${id} ended`, ['GET', `/exec/${execId}/json`]);
  return { exitCode: shaped(execShape, ended.body)?.ExitCode ?? null, ...said() };
}
