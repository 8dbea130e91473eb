import type { ContainerState, RunFacts } from '../../domain/index.ts';
import type { Bench } from './bench.ts';
import { readOrNull } from './listeners.ts';

/** Whose process it is: from the kernel where that is this machine's, else from the engine's list of processes. */
export async function processOf(
  { engine, ports }: Bench,
  state: ContainerState,
): Promise<RunFacts['process'] | undefined> {
  const { titles, rows } = await engine.top(state.id);
  const status = engine.info.local ? readOrNull(ports.files, `/proc/${state.pid}/status`) : null;
  const ids = status === null ? fromTop(titles, rows) : fromStatus(status);
  if (!ids) return undefined;
  const cmdline = engine.info.local ? readOrNull(ports.files, `/proc/${state.pid}/cmdline`) : null;
  const argv =
    cmdline === null
      ? [cellOf(titles, rows[0], /^(?:CMD|COMMAND)$/) ?? '']
      : cmdline.split('\0').filter((it) => it !== '');
  const passwd = await engine.readFile(state.id, '/etc/passwd');
  return {
    ...ids,
    user: passwd ? nameOf(new TextDecoder().decode(passwd), ids.uid) : null,
    argv,
    processes: rows.length,
  };
}

type Ids = { readonly uid: number; readonly gid: number };

/** `Uid: real effective saved filesystem` (proc_pid_status(5)): the effective one decides. */
export function fromStatus(status: string): Ids | null {
  const uid = /^Uid:\s+\d+\s+(\d+)/m.exec(status)?.[1];
  const gid = /^Gid:\s+\d+\s+(\d+)/m.exec(status)?.[1];
  return uid === undefined || gid === undefined ? null : { uid: Number(uid), gid: Number(gid) };
}

/** Only numbers tell: a name is the host's, not the container's. */
function fromTop(titles: readonly string[], rows: readonly (readonly string[])[]): Ids | null {
  const uid = cellOf(titles, rows[0], /^(?:UID|USER)$/);
  if (uid === 'root') return { uid: 0, gid: 0 };
  return uid !== undefined && /^\d+$/.test(uid) ? { uid: Number(uid), gid: Number(uid) } : null;
}

function cellOf(titles: readonly string[], row: readonly string[] | undefined, title: RegExp): string | undefined {
  return row?.[titles.findIndex((it) => title.test(it))];
}

/** The name of a uid in the image's own passwd(5). */
export function nameOf(passwd: string, uid: number): string | null {
  const row = passwd.split('\n').find((line) => line.split(':')[2] === String(uid));
  return row?.split(':')[0] ?? null;
}
