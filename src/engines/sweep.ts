import type { EngineApi } from './docker/api.ts';
import { endGroups } from './groups.ts';
import { type Leftover, leftovers, removeRun } from './leftovers.ts';
import { type Marker, markers, removeMarker } from './marker.ts';
import { type Ownership, ownerState } from './owner.ts';
import { removeFolder, temporaryFolders } from './temporary.ts';

/** What `tickproof gc` removed, by name; `left` could not be removed, `unknown` may still have an owner elsewhere. */
export interface Swept {
  readonly runs: readonly string[];
  readonly containers: readonly string[];
  readonly networks: readonly string[];
  readonly volumes: readonly string[];
  readonly images: readonly string[];
  readonly folders: readonly string[];
  /** Process ids that were ended. */
  readonly processes: readonly number[];
  readonly left: readonly string[];
  readonly unknown: readonly string[];
}

interface Trace extends Ownership {
  readonly runId: string;
}

/**
 * Removes what dead runs left: on the engine (null = none), in the temporary folder and among the processes. A run is
 * dead when its owner's pid is gone or belongs to another start. Live runs and things without our label are not touched.
 */
export async function sweep(api: EngineApi | null, nowMs: number): Promise<Swept> {
  const things = api ? await leftovers(api) : [];
  const marks = markers();
  const folders = temporaryFolders();
  const remote = api?.endpoint.kind === 'tcp';
  const traces: readonly Trace[] = [
    ...things.map((it) => ({ ...it, remote })),
    ...marks.map((it) => ({ ...it, remote: false })),
    ...folders.map((it) => ({ ...it, owner: null, host: null, remote: false })),
  ];
  const states = new Map([...byRun(traces)].map(([id, its]) => [id, stateOf(its, nowMs)]));
  const dead = [...states].filter(([, state]) => state === 'gone').map(([runId]) => runId);

  const processes = dead.flatMap((runId) => endGroups(runId, marks.find((it) => it.runId === runId)?.groups ?? []));
  const outcomes = await Promise.all(dead.map((runId) => cleared(api, runId, things)));
  const gone = folders.filter(({ runId }) => dead.includes(runId));
  for (const { path } of gone) await removeFolder(path);
  const left = outcomes.flatMap((it) => it.left);
  if (api) forget(dead, marks, left); // without an engine something may still be on it

  const removed = outcomes.flatMap((it) => it.removed);
  const named = (kind: Leftover['kind']) => removed.filter((it) => it.kind === kind).map(({ name }) => name);
  return {
    runs: dead,
    containers: named('container'),
    networks: named('network'),
    volumes: named('volume'),
    images: named('image'),
    folders: gone.map(({ path }) => path),
    processes,
    left: left.map(({ kind, name }) => `${kind} ${name}`),
    unknown: [...states].filter(([, state]) => state === 'unknown').map(([runId]) => runId),
  };
}

function byRun(traces: readonly Trace[]): ReadonlyMap<string, readonly Trace[]> {
  const runs = new Map<string, Trace[]>();
  for (const it of traces) runs.set(it.runId, [...(runs.get(it.runId) ?? []), it]);
  return runs;
}

/** One living trace keeps the run; what names its owner counts before what merely bears the run's name. */
function stateOf(traces: readonly Trace[], nowMs: number): 'alive' | 'gone' | 'unknown' {
  const named = traces.filter(({ owner }) => owner !== null);
  const states = (named.length > 0 ? named : traces).map((it) => ownerState(it, nowMs));
  if (states.includes('alive')) return 'alive';
  return states.includes('unknown') ? 'unknown' : 'gone';
}

async function cleared(
  api: EngineApi | null,
  runId: string,
  things: readonly Leftover[],
): ReturnType<typeof removeRun> {
  if (!api || !things.some((it) => it.runId === runId)) return { removed: [], left: [] };
  return removeRun(api, runId, { killed: true });
}

/** A marker goes when nothing needs it any more. */
function forget(dead: readonly string[], marks: readonly Marker[], left: readonly Leftover[]): void {
  for (const { runId } of marks)
    if (dead.includes(runId) && !left.some((it) => it.runId === runId)) removeMarker(runId);
}
