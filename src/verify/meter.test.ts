import { expect, it } from 'vitest';
import type { Engine, Ports, ProcessOutcome } from '../domain/index.ts';
import { emptyPorts, EXAMPLE_ROOT, memoryFiles } from '../../test/kit/index.ts';
import { metered } from './meter.ts';

/** Ports with a clock that is turned by hand, and waits that end when they are told to. */
function byHand() {
  const state = { nowMs: 0 };
  const ends: (() => void)[] = [];
  const wait = <T>(value: T) => new Promise<T>((resolve) => ends.push(() => resolve(value)));
  const empty = emptyPorts(memoryFiles(EXAMPLE_ROOT, {}));
  const engine = {
    info: { kind: 'docker' },
    inspectImage: () => wait(null),
    async *saveImage() {
      yield await wait(new Uint8Array(1));
    },
    async *events() {
      yield await wait({});
    },
  } as unknown as Engine; // what these tests ask for
  const ports: Ports = {
    ...empty,
    engine,
    clock: { now: () => state.nowMs, monotonic: () => state.nowMs, sleep: () => wait(undefined) },
    processes: { ...empty.processes, run: () => wait({} as ProcessOutcome) },
  };
  const pass = async (ms: number, ended = 0) => {
    await Promise.resolve();
    state.nowMs += ms;
    for (const end of ends.splice(0, ended)) end();
    for (let turn = 0; turn < 5; turn++) await Promise.resolve();
  };
  return { meter: metered(ports), pass };
}

it('counts waits that overlap once', async () => {
  const { meter, pass } = byHand();
  void meter.ports.engine?.inspectImage('a');
  await pass(10);
  void meter.ports.processes.run(['docker']);
  await pass(10, 1);
  await pass(10, 1);
  await pass(100);
  expect(meter.waitedMs()).toBe(30);
});

it('counts a wait that still goes on, a measuring window, and no work between', async () => {
  const { meter, pass } = byHand();
  await pass(50);
  void meter.ports.clock.sleep(20, meter.ports.signal);
  await pass(20);
  expect(meter.waitedMs()).toBe(20);
});

it('counts the time until each part of a stream, and not until an event', async () => {
  const { meter, pass } = byHand();
  const saved = meter.ports.engine?.saveImage('a')[Symbol.asyncIterator]();
  void saved?.next();
  await pass(5, 1);
  await pass(100);
  expect(meter.waitedMs()).toBe(5);
  void meter.ports.engine?.events('label', 0)[Symbol.asyncIterator]().next();
  await pass(100);
  expect(meter.waitedMs()).toBe(5);
});

it('shows the engine as it is', () => {
  expect(byHand().meter.ports.engine?.info.kind).toBe('docker');
});
