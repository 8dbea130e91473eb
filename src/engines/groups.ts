import * as fs from 'node:fs';
import type { Group } from './marker.ts';
import { RUN_VARIABLE, startOf } from './owner.ts';
import { signalGroup } from './processes.ts';

/** Ends what is left of a run's programs, at once: the groups it told of, and whatever inherited its variable. Gives the pids. */
export function endGroups(runId: string, groups: readonly Group[]): readonly number[] {
  const ended = groups
    .filter(({ pid, start }) => startOf(pid) === start && signalGroup(pid, 'SIGKILL'))
    .map(({ pid }) => pid);
  return [...ended, ...endInheritors(runId)];
}

/** Programs that left their group, or whose leader is gone, are known by their environment. */
function endInheritors(runId: string): readonly number[] {
  if (process.platform !== 'linux') return []; // no /proc to look into
  const mine = `${RUN_VARIABLE}=${runId}`;
  return fs.readdirSync('/proc').flatMap((name) => {
    const pid = Number(name);
    if (!Number.isInteger(pid) || pid === process.pid || !environmentOf(pid).includes(mine)) return [];
    try {
      process.kill(pid, 'SIGKILL');
      return [pid];
    } catch {
      return []; // it ended by itself
    }
  });
}

function environmentOf(pid: number): readonly string[] {
  try {
    return fs.readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
  } catch {
    return []; // gone, or another user's
  }
}
