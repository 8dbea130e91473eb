import { execFileSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import * as fs from 'node:fs';
import { hostname } from 'node:os';
import type { Owner } from '../domain/index.ts';

/** Labels of everything that a run starts. */
export const RUN_LABEL = 'tickproof.run';
export const OWNER_LABEL = 'tickproof.owner';
export const HOST_LABEL = 'tickproof.host';
/** Variable that every program of a run inherits, so that one that left its group is found again. */
export const RUN_VARIABLE = 'TICKPROOF_RUN';

const RUN_ID = /^[a-z]\d[a-z]\d[a-z]\d[a-z]{2}$/;
const DAY_MS = 24 * 3600 * 1000;

/** A new run of this process. */
export function newOwner(): Owner {
  const runId = newRunId();
  return {
    runId,
    labels: { [RUN_LABEL]: runId, [OWNER_LABEL]: ownerText(process.pid), [HOST_LABEL]: hostText() },
    name: (suffix) => `tickproof-${runId}-${suffix}`,
  };
}

/** Letters and digits take turns, so that no folder's name (`tickproof-examples`) looks like a run's. */
export function newRunId(): string {
  const letter = () => String.fromCharCode(97 + randomInt(26));
  const digit = () => String(randomInt(10));
  return [letter(), digit(), letter(), digit(), letter(), digit(), letter(), letter()].join('');
}

/** The run that a name (`tickproof-k3f9x2ab-app`) belongs to; null for any other name. */
export function runOfName(name: string): string | null {
  const id = /^(?:.*\/)?tickproof-([a-z\d]{8})(?![a-z\d])/.exec(name)?.[1];
  return id !== undefined && RUN_ID.test(id) ? id : null;
}

function ownerText(pid: number): string {
  return `${pid}:${startOf(pid) ?? ''}:${bootId()}`;
}

/** Pids mean something only within one machine's pid namespace. */
function hostText(): string {
  return `${hostname()}:${pidNamespace()}`;
}

function readOr(path: string, otherwise: string): string {
  try {
    return fs.readFileSync(path, 'utf8').trim();
  } catch {
    return otherwise; // not Linux, or /proc is hidden: the comparison then rests on the rest
  }
}

function pidNamespace(): string {
  try {
    return fs.readlinkSync('/proc/self/ns/pid');
  } catch {
    return ''; // not Linux
  }
}

function bootId(): string {
  return readOr('/proc/sys/kernel/random/boot_id', '');
}

/** When a process started, in the kernel's own words; null when there is no such process. Tells a reused pid. */
export function startOf(pid: number): string | null {
  if (process.platform === 'linux') {
    const stat = readOr(`/proc/${pid}/stat`, '');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' '); // the name in brackets may hold anything
    return stat === '' || fields[0] === 'Z' ? null : (fields[19] ?? null); // proc(5): field 22, counted from 1
  }
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || null;
  } catch {
    return null; // ps says 1 for a pid that is not there
  }
}

export interface Ownership {
  /** Value of the owner label; null where a thing carries none. */
  readonly owner: string | null;
  readonly host: string | null;
  /** When the thing was made, milliseconds since the epoch. */
  readonly madeMs: number;
  /** It is on an engine that other machines reach as well, which may bear the same name as this one. */
  readonly remote: boolean;
}

/**
 * Whether the owner of a thing still lives. What another machine or container owns, or nobody knows, is `unknown` for
 * a day and `gone` after it: an engine may be shared, and a pid says nothing about another machine.
 */
export function ownerState({ owner, host, madeMs, remote }: Ownership, nowMs: number): 'alive' | 'gone' | 'unknown' {
  const [pid, start, boot] = (owner ?? '').split(':');
  const aged = nowMs - madeMs > DAY_MS ? 'gone' : 'unknown';
  if (owner === null || host === null || pid === undefined) return aged;
  if (boot === bootId() && host === hostText()) return startOf(Number(pid)) === start ? 'alive' : 'gone';
  const rebooted = !remote && boot !== bootId() && host.startsWith(`${hostname()}:`);
  return rebooted ? 'gone' : aged;
}
