import { expect, it } from 'vitest';
import { fakeEngine, virtualClock } from '../../../test/kit/fake-engine.ts';
import { emptyPorts, memoryFiles } from '../../../test/kit/ports.ts';
import type { Ports, ProcessOutcome } from '../../domain/index.ts';
import { sharedHostSide } from './shared-host-side.ts';

const API = { api: { port: 1, command: ['api'], env: {}, cwd: null } };

/** Ports on which a host's process listens as long as it runs; and what was begun and ended of it. */
function around({ memory = new Map<string, unknown>(), fails = 0 } = {}) {
  const seen: string[] = [];
  const ends: (() => void)[] = [];
  const plain = emptyPorts(memoryFiles('/x', {}));
  const clock = virtualClock();
  let failing = fails;
  const ports: Ports = {
    ...plain,
    clock,
    engine: fakeEngine({ owner: plain.owner, clock }),
    cache: { ...plain.cache, memory },
    network: { ...plain.network, connects: async () => ends.length > 0 },
    processes: {
      ...plain.processes,
      start: async () => {
        if (failing-- > 0) throw new Error('no such program');
        seen.push('began');
        const ended = new Promise<ProcessOutcome>((resolve) => ends.push(() => resolve({} as ProcessOutcome)));
        const stop = async () => {
          ends.length = 0;
          seen.push('ended');
        };
        return { pid: 1, ended, output: () => ({ stdout: '', stderr: '' }), [Symbol.asyncDispose]: stop };
      },
    },
  };
  const make = () => sharedHostSide(ports, API, '/x');
  const die = () => {
    for (const end of ends.splice(0)) end();
  };
  return { make, seen, die, memory };
}

it('gives one to all that stand side by side, and ends it with the last of them', async () => {
  const { make, seen, memory } = around();
  const [one, other] = await Promise.all([make(), make()]);
  expect([other.network, seen]).toEqual([one.network, ['began']]);
  await one[Symbol.asyncDispose]();
  expect(seen).toEqual(['began']);
  await other[Symbol.asyncDispose]();
  expect([seen, memory.size]).toEqual([['began', 'ended'], 0]);
});

it('makes another when the one before is over', async () => {
  const { make, seen } = around();
  const first = await make();
  await first[Symbol.asyncDispose]();
  const second = await make();
  expect(second.network).not.toBe(first.network);
  await second[Symbol.asyncDispose]();
  expect(seen).toEqual(['began', 'ended', 'began', 'ended']);
});

it('gives nobody one of which a process has ended by itself', async () => {
  const { make, seen, die } = around();
  const first = await make();
  die();
  await Promise.resolve(); // until it is told
  const second = await make();
  expect(second.network).not.toBe(first.network);
  await first[Symbol.asyncDispose]();
  expect((await make()).network).toBe(second.network);
  expect(seen).toEqual(['began', 'began', 'ended']);
});

it('tells everybody that it cannot be made, and tries again for whoever comes next', async () => {
  const { make, seen } = around({ fails: 1 });
  const both = await Promise.allSettled([make(), make()]);
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await using _ = await make();
  expect(seen).toEqual(['began']);
});
