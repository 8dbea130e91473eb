import type { ContainerState } from '../../domain/index.ts';
import type { Bench } from './bench.ts';
import { isUp, type Life, placeOf } from './life.ts';
import { listenersOf } from './listeners.ts';
import type { Until } from './pace.ts';
import type { Readied } from './readiness.ts';

const STEP_MS = 50;
const CONNECT_WITHIN_MS = 1_000;

/** Polls until a changed container is what it was made for, has ended, or the time is over. It is never ready. */
export async function waitUntil(
  bench: Bench,
  life: Life,
  until: Exclude<Until, { readonly kind: 'ready' }>,
): Promise<Readied> {
  const { ports, settings } = bench;
  const deadline = ports.clock.monotonic() + (until.kind === 'ended' ? until.withinMs : settings.timeoutMs);
  for (;;) {
    await ports.clock.sleep(STEP_MS, ports.signal); // before the first look, too: a process is its own only after its start
    const state = await life.state();
    const ended = !isUp(state);
    if (ended || (await isSo(bench, life, state, until)) || ports.clock.monotonic() > deadline)
      return { readyMs: null, portOpenMs: null, healthyMs: null, ended };
  }
}

async function isSo(bench: Bench, life: Life, state: ContainerState, until: Until): Promise<boolean> {
  switch (until.kind) {
    case 'said':
      return (await bench.engine.logs(life.id)).length > 0;
    case 'ended':
      return bench.changed?.run?.restarts === true; // watched afterwards
    case 'listening':
      return listens(bench, state, until.port);
    default:
      return true;
  }
}

async function listens({ engine, ports, host }: Bench, state: ContainerState, port: number): Promise<boolean> {
  if (engine.info.local) return listenersOf(ports.files, state.pid)?.some((it) => it.port === port) ?? true;
  const place = placeOf({ engine }, state, host.network, port);
  return (
    place !== null && ports.network.connects(place.address, place.port, { timeoutMs: CONNECT_WITHIN_MS, holdMs: 100 })
  );
}
