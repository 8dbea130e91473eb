import * as fs from 'node:fs';
import { codeOf } from './fault.ts';

const STALE_MS = 5_000; // a holder needs milliseconds: what is older was left by one that was killed
const POLL_MS = 5;

/** Does the work while no other process does work under the same path. Waits for it, without turning to anything else. */
export function locked<T>(path: string, work: () => T): T {
  const lock = `${path}.lock`;
  while (!taken(lock)) {
    breakStale(lock);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, POLL_MS);
  }
  try {
    return work();
  } finally {
    fs.rmSync(lock, { force: true });
  }
}

function taken(lock: string): boolean {
  try {
    fs.closeSync(fs.openSync(lock, 'wx'));
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

function breakStale(lock: string): void {
  const found = fs.statSync(lock, { throwIfNoEntry: false });
  if (found && Date.now() - found.mtimeMs > STALE_MS) fs.rmSync(lock, { force: true });
}
