import type * as z from 'zod/mini';
import type { ContainerSpec, ContainerState, EngineLogLine } from '../../domain/index.ts';
import type { Frame } from './demux.ts';
import type { containerShape } from './shapes.ts';

const NS_PER_MS = 1_000_000;

/** Our words for a container, in the Engine API's. */
export function containerBody(spec: ContainerSpec, ownerLabels: Readonly<Record<string, string>>): object {
  const published = (spec.publish ?? []).map((port) => `${port}/tcp`);
  return {
    Image: spec.image,
    Env: spec.env,
    User: spec.user,
    Entrypoint: spec.entrypoint,
    Cmd: spec.cmd,
    Labels: { ...spec.labels, ...ownerLabels },
    Tty: false, // with a terminal the two output streams would be one
    ExposedPorts: Object.fromEntries(published.map((port) => [port, {}])),
    Volumes: Object.fromEntries((spec.volumes ?? []).map((path) => [path, {}])),
    Healthcheck: spec.healthcheck && {
      Test: spec.healthcheck.test,
      Interval: nanoseconds(spec.healthcheck.intervalMs),
      Timeout: nanoseconds(spec.healthcheck.timeoutMs),
      StartPeriod: nanoseconds(spec.healthcheck.startPeriodMs),
      Retries: spec.healthcheck.retries,
    },
    HostConfig: {
      NetworkMode: spec.network,
      ExtraHosts: spec.extraHosts,
      ReadonlyRootfs: spec.readOnly,
      Tmpfs: Object.fromEntries((spec.tmpfs ?? []).map((path) => [path, ''])),
      Binds: spec.binds,
      PortBindings: Object.fromEntries(published.map((port) => [port, [{ HostIp: '127.0.0.1', HostPort: '' }]])),
      CapDrop: spec.capDrop,
      SecurityOpt: spec.securityOpt,
      Memory: spec.memoryBytes,
      PidsLimit: spec.pidsLimit,
      RestartPolicy: spec.restart && { Name: spec.restart.name, MaximumRetryCount: spec.restart.maximum },
      Init: spec.init,
    },
  };
}

function nanoseconds(ms: number | undefined): number | undefined {
  return ms === undefined ? undefined : Math.round(ms * NS_PER_MS);
}

type Inspected = z.output<typeof containerShape>;

const NEVER = /^0001-/; // Go's zero time

/** What the engine says about a container, in our words. */
export function containerState({
  Id,
  Name,
  Created,
  State,
  RestartCount,
  Config,
  NetworkSettings,
  Image,
}: Inspected): ContainerState {
  const status = State.Status as ContainerState['status']; // the API's closed list is the same
  const ended = status === 'exited' || status === 'dead';
  return {
    id: Id,
    name: (Name ?? '').replace(/^\//, ''),
    status,
    pid: State.Pid ?? 0,
    exitCode: ended ? State.ExitCode : null,
    oomKilled: State.OOMKilled ?? false,
    error: State.Error ?? '',
    createdAt: Created ?? '',
    startedAt: NEVER.test(State.StartedAt ?? '') ? '' : (State.StartedAt ?? ''),
    finishedAt: NEVER.test(State.FinishedAt ?? '') ? '' : (State.FinishedAt ?? ''),
    restartCount: RestartCount ?? 0,
    health: State.Health ? healthOf(State.Health) : null,
    published: publishedOf(NetworkSettings),
    addresses: Object.fromEntries(
      Object.entries(NetworkSettings?.Networks ?? {}).flatMap(([name, { IPAddress }]) =>
        IPAddress ? [[name, IPAddress]] : [],
      ),
    ),
    labels: Config?.Labels ?? {},
    image: Config?.Image || Image || '',
  };
}

function healthOf({ Status, Log }: NonNullable<Inspected['State']['Health']>): ContainerState['health'] {
  return {
    status: (Status || 'none') as NonNullable<ContainerState['health']>['status'], // the API's closed list is the same
    log: (Log ?? []).map((it) => ({
      start: it.Start ?? '',
      end: it.End ?? '',
      exitCode: it.ExitCode ?? 0,
      output: it.Output ?? '',
    })),
  };
}

function publishedOf(settings: Inspected['NetworkSettings']): Readonly<Record<string, number>> {
  const pairs = Object.entries(settings?.Ports ?? {}).flatMap(([port, bindings]) => {
    const hostPort = Number(bindings?.[0]?.HostPort);
    return hostPort > 0 ? [[port, hostPort] as const] : [];
  });
  return Object.fromEntries(pairs);
}

const LOG_BYTES = 32 * 1024 * 1024;

/**
 * Frames as lines with the engine's time. A long line comes in several frames, each with a time of its own; only the
 * last ends in a line feed. stdout and stderr arrive in any order, so lines are sorted by time. Reading stops at 32 MiB:
 * the beginning tells more than the middle of a flood.
 */
export async function logLines(frames: AsyncIterable<Frame>): Promise<readonly EngineLogLine[]> {
  const lines: EngineLogLine[] = [];
  const open: Record<Frame['stream'], { at: string; parts: Buffer[] } | null> = { stdout: null, stderr: null };
  const close = (stream: Frame['stream']): void => {
    const line = open[stream];
    if (line) lines.push({ stream, at: line.at, text: Buffer.concat(line.parts).toString('utf8') });
    open[stream] = null;
  };
  let left = LOG_BYTES;
  for await (const { stream, bytes } of frames) {
    left -= bytes.length;
    if (left < 0) break;
    const space = bytes.indexOf(SPACE);
    const ends = bytes.at(-1) === LINE_FEED;
    const line = open[stream] ?? { at: bytes.toString('latin1', 0, space), parts: [] };
    line.parts.push(bytes.subarray(space + 1, ends ? -1 : undefined));
    open[stream] = line;
    if (ends) close(stream);
  }
  close('stdout');
  close('stderr');
  return lines.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

const SPACE = 0x20;
const LINE_FEED = 0x0a;
