import type { RunFacts } from '../../domain/index.ts';
import { type Bench, specOf } from './bench.ts';
import { begin } from './life.ts';

const WINDOW_MS = 10_000;

/** A service that ended: how often a restart policy would bring it back, in a life of its own with one. */
export async function countRestarts(bench: Bench): Promise<RunFacts['restarts']> {
  const { ports, settings } = bench;
  const windowMs = Math.min(WINDOW_MS, settings.windowMs);
  await using life = await begin(bench, specOf(bench, 'restarts', { restart: { name: 'always' } }));
  await ports.clock.sleep(windowMs, ports.signal);
  const count = (await life.state())?.restartCount ?? 0;
  return { count: Math.max(1, count), windowMs }; // it has ended once before: that would have been a restart
}
