import { performance } from 'node:perf_hooks';
import { setTimeout as after } from 'node:timers/promises';
import { type Clock, TickproofError } from '../domain/index.ts';

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  async sleep(ms, signal) {
    try {
      await after(ms, undefined, { signal });
    } catch (cause) {
      throw interrupted(cause);
    }
  },
};

/** What every wait throws once the run's signal has fired. */
export function interrupted(cause?: unknown): TickproofError {
  return new TickproofError('interrupted', 'The run was interrupted', { remedy: 'Start it again.', cause });
}
