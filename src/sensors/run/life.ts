import { type ContainerSpec, type ContainerState, TickproofError } from '../../domain/index.ts';
import { HELPER_PATH } from './acts.ts';
import type { Bench } from './bench.ts';

/** One container from its start to its removal. */
export interface Life extends AsyncDisposable {
  readonly id: string;
  readonly spec: ContainerSpec;
  /** How long the engine took to make and start it. */
  readonly createMs: number;
  /** Start by the engine's clock, and by ours: milliseconds since the epoch. */
  readonly startedEngineMs: number;
  readonly startedHereMs: number;
  /** What the engine said when the command could not be started. */
  readonly refused: string | null;
  state(): Promise<ContainerState | null>;
}

/** Starts a container. A command that cannot be started is a value (`refused`); an engine that fails throws. */
export async function begin(bench: Pick<Bench, 'engine' | 'ports'>, spec: ContainerSpec): Promise<Life> {
  const { engine, ports } = bench;
  const beforeMs = ports.clock.monotonic();
  const id = await engine.createContainer(spec);
  const remove = async () => {
    await engine.removeContainer(id).catch(() => undefined); // it is labelled: the reaper and `gc` get it
  };
  try {
    const refused = await startOrReason(bench, id);
    // The helper can always be started: where it is not, the change was not made, and nothing is seen of the service.
    if (refused !== null && spec.entrypoint?.[0] === HELPER_PATH)
      throw new TickproofError('engine-failed', `The helper program could not be started: ${refused}`, {
        remedy: 'Run `tickproof doctor` to see whether the engine can mount files of this machine.',
      });
    const hereMs = ports.clock.now();
    const createMs = ports.clock.monotonic() - beforeMs;
    const state = await engine.inspectContainer(id);
    const engineMs = Date.parse(state?.startedAt ?? '');
    const known = Number.isFinite(engineMs) ? engineMs + nanoseconds(state?.startedAt ?? '') : hereMs;
    // One kernel, one clock; the clock of a virtual machine may be off, so there our own time counts.
    const startedHereMs = engine.info.local ? Math.min(known, hereMs) : hereMs;
    return {
      id,
      spec,
      createMs,
      startedEngineMs: known,
      startedHereMs,
      refused,
      state: () => engine.inspectContainer(id),
      [Symbol.asyncDispose]: remove,
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function startOrReason({ engine }: Pick<Bench, 'engine'>, id: string): Promise<string | null> {
  try {
    await engine.startContainer(id);
    return null;
  } catch (error) {
    if (!(error instanceof TickproofError) || error.code !== 'engine-failed') throw error;
    const state = await engine.inspectContainer(id);
    if (!state?.error) throw error;
    return state.error;
  }
}

/** The part of a millisecond that `Date.parse` drops. */
function nanoseconds(at: string): number {
  return Number(`0.${/\.\d{3}(\d{1,6})/.exec(at)?.[1] ?? '0'}`);
}

/** An engine's time as milliseconds since the epoch; null for none. */
export function epochMs(at: string): number | null {
  const ms = Date.parse(at);
  return Number.isFinite(ms) ? ms + nanoseconds(at) : null;
}

export const isUp = (state: ContainerState | null): state is ContainerState & { readonly status: 'running' } =>
  state?.status === 'running';

/** Where a port of it is reached from here: its own address, or the published port where that cannot be reached. Null when unknown. */
export function placeOf(
  bench: Pick<Bench, 'engine'>,
  state: ContainerState,
  network: string,
  port: number,
): { readonly address: string; readonly port: number } | null {
  const own = state.addresses[network];
  if (bench.engine.info.local && own) return { address: own, port };
  const published = state.published[`${port}/tcp`];
  return published === undefined ? null : { address: '127.0.0.1', port: published };
}
