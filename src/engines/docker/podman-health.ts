import { setTimeout as after } from 'node:timers/promises';
import type * as z from 'zod/mini';
import { type DockerHost, part } from './host.ts';
import type { containerShape } from './shapes.ts';

type Inspected = z.output<typeof containerShape>;

const NS_PER_MS = 1_000_000;
const INTERVAL_MS = 30_000; // Podman's defaults
const TIMEOUT_MS = 30_000;
const LONGEST_MS = 2 ** 31 - 1; // a longer timer of Node's ends at once
const SLACK_MS = 30_000; // for the engine's own work around a probe

/**
 * Runs the health checks that nobody else runs: Podman leaves them to timers of systemd, which is not on every machine. Is
 * told of each container that is looked at; as with those timers the first probe comes at once.
 */
export function healthRunner(host: Pick<DockerHost, 'api' | 'info' | 'files' | 'signal'>): (seen: Inspected) => void {
  const { kind, local, rootless } = host.info;
  if (kind !== 'podman' || !(local || rootless) || host.files.stat('/run/systemd/system') !== null) return () => {};
  const probed = new Set<string>();
  return ({ Id, State, Config }) => {
    const { Test, Interval, Timeout } = Config?.Healthcheck ?? {};
    if (State.Status !== 'running' || !Test?.[0] || Test[0] === 'NONE' || probed.has(Id)) return;
    probed.add(Id);
    const times = {
      intervalMs: Interval ? Interval / NS_PER_MS : INTERVAL_MS,
      timeoutMs: (Timeout ? Timeout / NS_PER_MS : TIMEOUT_MS) + SLACK_MS,
    };
    const end = () => void probed.delete(Id); // when it runs again, it is probed again
    probe(host, Id, times).then(end, end); // a fault is told by who looks at the container next
  };
}

/** Until it does not run any more. */
async function probe(
  { api, signal }: Pick<DockerHost, 'api' | 'signal'>,
  id: string,
  { intervalMs, timeoutMs }: { readonly intervalMs: number; readonly timeoutMs: number },
): Promise<void> {
  for (;;) {
    const { status } = await api.request('GET', `/libpod/containers/${part(id)}/healthcheck`, { signal, timeoutMs });
    if (status >= 400) return;
    await after(Math.min(intervalMs, LONGEST_MS), undefined, { signal, ref: false }); // no run waits for the next probe to end
  }
}
