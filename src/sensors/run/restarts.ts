import type { RunFacts } from '../../domain/index.ts';
import { type Bench, specOf } from './bench.ts';
import { begin, type Life } from './life.ts';

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

const ONCE_MORE_MS = 2_000; // what a restart may take after the end

/** A life under a restart policy: watched for the window, and for one end at least. */
export async function watchRestarts({ ports, settings, changed }: Bench, life: Life): Promise<RunFacts['restarts']> {
  const act = changed?.run?.act;
  const endsMs = act?.do === 'exit' ? (act.afterMs ?? 0) + ONCE_MORE_MS : 0;
  const startedMs = ports.clock.monotonic();
  const leastMs = Math.max(settings.windowMs, endsMs);
  while (ports.clock.monotonic() - startedMs < leastMs) {
    if (((await life.state())?.restartCount ?? 0) > 0 && ports.clock.monotonic() - startedMs >= settings.windowMs)
      break;
    await ports.clock.sleep(100, ports.signal);
  }
  return { count: (await life.state())?.restartCount ?? 0, windowMs: ports.clock.monotonic() - startedMs };
}
