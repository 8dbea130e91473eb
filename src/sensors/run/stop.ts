import type { RunFacts } from '../../domain/index.ts';
import { type Bench, defaultPort } from './bench.ts';
import { isUp, type Life, placeOf } from './life.ts';

/** Longer than the 10 s after which `docker stop` kills: what needs that long is seen, not guessed. */
const GRACE_MS = 12_000;
const OPEN_FOR_MS = 300;

/** Sends the image's stop signal while a request is open, and kills what is still there after the grace time. */
export async function measureStop(bench: Bench, life: Life): Promise<RunFacts['stop']> {
  const { engine, ports, config } = bench;
  const signal = config.stopSignal ?? 'SIGTERM';
  const open = await openRequest(bench, life);
  const startedMs = ports.clock.monotonic();
  const ended = engine.wait(life.id);
  ended.catch(() => undefined); // told by the race below, or too late to matter
  await engine.kill(life.id, signal);
  const finished = finishLate(bench, open);
  const exitCode = await within(bench, ended, bench.changed?.run?.graceMs ?? GRACE_MS);
  const elapsedMs = ports.clock.monotonic() - startedMs;
  const openRequestFinished = await finished;
  await open?.[Symbol.asyncDispose]();
  if (exitCode !== null) return { signal, killed: false, exitCode, elapsedMs, openRequestFinished };
  await engine.kill(life.id, 'SIGKILL');
  return {
    signal,
    killed: true,
    exitCode: (await within(bench, ended, GRACE_MS)) ?? 137,
    elapsedMs,
    openRequestFinished,
  };
}

/** Null where there is nothing to ask. */
async function openRequest(bench: Bench, life: Life) {
  const { ports, settings, config } = bench;
  const state = await life.state();
  const port = defaultPort(settings, config);
  const place = isUp(state) && port !== null ? placeOf(bench, state, bench.host.network, port) : null;
  const path = settings.ready?.http;
  if (!place || path === undefined) return null;
  const request = { ...place, path, method: 'POST', timeoutMs: GRACE_MS };
  const open = await ports.network.open(request, ports.signal);
  await ports.clock.sleep(50, ports.signal); // long enough for a server that answers without the rest
  return open;
}

/** A server that answered before the signal had nothing open: null. */
async function finishLate(bench: Bench, open: Awaited<ReturnType<typeof openRequest>>): Promise<boolean | null> {
  if (!open) return null;
  if (open.answered()) {
    await open[Symbol.asyncDispose](); // an unfinished request that is answered would hold the stop up
    return null;
  }
  await bench.ports.clock.sleep(OPEN_FOR_MS, bench.ports.signal);
  return (await open.finish()).status === 'answered';
}

async function within<T>({ ports }: Bench, promise: Promise<T>, ms: number): Promise<T | null> {
  const cancel = new AbortController();
  const signal = AbortSignal.any([cancel.signal, ports.signal]);
  const late = ports.clock.sleep(ms, signal).then(
    () => null,
    (error: unknown) => {
      if (ports.signal.aborted) throw error;
      return null; // the race is over
    },
  );
  try {
    return await Promise.race([promise, late]);
  } finally {
    cancel.abort();
  }
}
