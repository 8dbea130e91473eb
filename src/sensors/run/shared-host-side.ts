import type { HostProcess, Ports } from '../../domain/index.ts';
import { digestOf } from '../../formats/index.ts';
import { type HostSide, hostSide } from './host-side.ts';

interface Shared {
  readonly side: Promise<HostSide>;
  users: number;
}

/**
 * The host's side of a changed world: those that stand side by side share one, as they would share a person's machine. The
 * last of them ends it. One of which a process has ended is left to those that stand on it.
 */
export async function sharedHostSide(
  ports: Ports,
  host: Readonly<Record<string, HostProcess>>,
  folder: string | null,
): Promise<HostSide> {
  const { memory } = ports.cache;
  if (!memory) return hostSide(ports, host, folder);
  const key = `host side ${ports.owner.runId} ${digestOf({ host, folder })}`;
  const known = memory.get(key) as Shared | undefined; // nobody else has such keys
  const shared = known ?? { side: hostSide(ports, host, folder), users: 0 };
  if (!known) memory.set(key, shared);
  shared.users += 1;
  const leave = async () => {
    shared.users -= 1;
    if (shared.users > 0) return;
    forget();
    await (await shared.side)[Symbol.asyncDispose]();
  };
  const forget = () => {
    if (memory.get(key) === shared) memory.delete(key);
  };
  let side: HostSide;
  try {
    side = await shared.side;
  } catch (error) {
    forget(); // it has removed what it had made; whoever comes next may have more luck
    throw error;
  }
  if (!side.hasEnded()) return { ...side, [Symbol.asyncDispose]: leave };
  forget();
  await leave();
  return sharedHostSide(ports, host, folder);
}
