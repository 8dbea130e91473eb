import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Owner } from '../domain/index.ts';
import { HOST_LABEL, OWNER_LABEL, startOf } from './owner.ts';

/** A process group of a run: its leader's pid and when that started, because pids are reused. */
export interface Group {
  readonly pid: number;
  readonly start: string;
}

/** What a run wrote about itself, for who finds its folders or compose projects after both it and its reaper were killed. */
export interface Marker {
  readonly runId: string;
  readonly path: string;
  readonly owner: string;
  readonly host: string;
  readonly groups: readonly Group[];
  readonly madeMs: number;
}

export function markerPath(runId: string): string {
  return join(tmpdir(), `tickproof-${runId}.owner`);
}

/** Begins a run's marker. A temporary folder that cannot be written is met again, with a better message, by whoever needs it. */
export function writeMarker({ runId, labels }: Owner): void {
  quietly(() => fs.writeFileSync(markerPath(runId), `${labels[OWNER_LABEL]}\n${labels[HOST_LABEL]}\n`, { flag: 'wx' }));
}

export function addGroup(runId: string, pid: number): void {
  quietly(() => fs.appendFileSync(markerPath(runId), `group ${pid} ${startOf(pid) ?? ''}\n`));
}

export function removeMarker(runId: string): void {
  quietly(() => fs.rmSync(markerPath(runId), { force: true }));
}

/** The markers of all runs of this machine. */
export function markers(): readonly Marker[] {
  return fs.readdirSync(tmpdir()).flatMap((name) => {
    const runId = /^tickproof-([a-z\d]{8})\.owner$/.exec(name)?.[1];
    return runId === undefined ? [] : readMarker(runId);
  });
}

function readMarker(runId: string): readonly Marker[] {
  const path = markerPath(runId);
  try {
    const { uid, mtimeMs } = fs.lstatSync(path);
    const mine = uid === process.getuid?.(); // what another user wrote may not make us end programs
    const [owner = '', host = '', ...rest] = fs.readFileSync(path, 'utf8').trim().split('\n');
    const groups = rest.flatMap((line) => {
      const [, pid, start] = /^group (\d+) (.*)$/.exec(line) ?? [];
      return mine && pid !== undefined && start !== undefined ? [{ pid: Number(pid), start }] : [];
    });
    return [{ runId, path, owner, host, groups, madeMs: mtimeMs }];
  } catch {
    return []; // removed while we looked, or another user's
  }
}

function quietly(act: () => void): void {
  try {
    act();
  } catch {
    // the reaper's pipe tells the same; the marker is for when that is gone too
  }
}
