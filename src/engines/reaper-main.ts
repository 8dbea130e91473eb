import { createInterface } from 'node:readline';
import { type Endpoint, engineApi } from './docker/api.ts';
import { endGroups } from './groups.ts';
import { removeRun } from './leftovers.ts';
import { type Group, removeMarker } from './marker.ts';
import { startOf } from './owner.ts';
import type { Told } from './reaper.ts';
import { removeFolder, temporaryFolders } from './temporary.ts';

// Entry of the reaper: `node reaper.mjs RUN`, told on its standard input what to end when that ends.

const TRIES = 20; // a daemon that restarts comes back within a minute
const TRY_MS = 3_000;

const [runId = ''] = process.argv.slice(2);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {}); // sent to a whole terminal: meant for the owner

const groups = new Map<number, Group>();
const endpoints = new Map<string, Endpoint>();
let clean = false;

createInterface({ input: process.stdin })
  .on('line', (line) => hear(JSON.parse(line) as Told)) // written by our owner's `tell`
  .on('close', () => void (clean ? undefined : reap()));

function hear(line: Told): void {
  if (line.tell === 'engine') endpoints.set(JSON.stringify(line.endpoint), line.endpoint);
  else if (line.tell === 'group') groups.set(line.pid, { pid: line.pid, start: startOf(line.pid) ?? '' });
  else if (line.tell === 'group-end') groups.delete(line.pid);
  else clean = true;
}

async function reap(): Promise<void> {
  endGroups(runId, [...groups.values()]);
  const outcomes = await Promise.all([...endpoints.values()].map(cleaned));
  for (const { path } of temporaryFolders().filter((it) => it.runId === runId))
    await removeFolder(path).catch(() => {}); // another user's now
  if (outcomes.every(Boolean)) removeMarker(runId); // else `gc` needs it
}

async function cleaned(endpoint: Endpoint): Promise<boolean> {
  for (let at = 0; at < TRIES; at++) {
    try {
      const { left } = await removeRun(engineApi(endpoint, 'the engine'), runId, { killed: true });
      if (left.length === 0) return true;
    } catch {
      // the engine does not answer at the moment
    }
    await new Promise((resolve) => setTimeout(resolve, TRY_MS));
  }
  return false;
}
