import { expect, it } from 'vitest';
import {
  type Ask,
  type Atom,
  type ContainerSpec,
  type Ports,
  type RunChange,
  type RunFacts,
  type Target,
  TickproofError,
} from '../../domain/index.ts';
import { fakeEngine, virtualClock } from '../../../test/kit/fake-engine.ts';
import type { FakeLife } from '../../../test/kit/fake-container.ts';
import { emptyPorts, exampleTarget, memoryFiles } from '../../../test/kit/ports.ts';
import { runSensor } from './index.ts';

const config = {
  user: 'app',
  entrypoint: ['/app'],
  cmd: ['serve'],
  exposedPorts: ['8000/tcp'],
  healthcheck: { test: ['CMD', '/check'] },
};

interface Seen {
  readonly facts: Partial<RunFacts>;
  readonly specs: readonly ContainerSpec[];
  readonly networks: number;
  /** Time that it took, by the clock of the fake. */
  readonly tookMs: number;
}

/** What the sensor starts and sees of a changed container whose life is the given one. */
async function seenOf(
  change: RunChange | null,
  atoms: readonly (keyof RunFacts)[],
  life: (spec: ContainerSpec) => FakeLife = () => ({}),
  asks: readonly Ask[] = [],
): Promise<Seen> {
  const specs: ContainerSpec[] = [];
  const clock = virtualClock();
  const plain = emptyPorts(memoryFiles('/x', {}));
  const made = fakeEngine({
    owner: plain.owner,
    clock,
    images: [{ reference: 'it:1', config }],
    life: (spec) => {
      specs.push(spec);
      return life(spec);
    },
  });
  let networks = 0;
  const engine: typeof made = {
    ...made,
    createNetwork: (name, labels) => {
      networks += 1;
      return made.createNetwork(name, labels);
    },
    startContainer: async (id) => {
      await made.startContainer(id);
      const { error = '' } = (await made.inspectContainer(id)) ?? {};
      if (error !== '') throw new TickproofError('engine-failed', error, { remedy: 'Look at the test.' });
    },
  };
  const network = {
    request: async () => ({ status: 'refused' as const, message: 'connect ECONNREFUSED' }),
    connects: async () => false,
    open: () => Promise.reject(new Error('nobody asks')),
  };
  const ports: Ports = { ...plain, engine, clock, network };
  const target: Target = {
    ...exampleTarget({}),
    built: 'it:1',
    changed: { patienceMs: 5_000, windowMs: 3_000, ...(change ? { run: change } : {}) },
  };
  const wanted = ['state', ...atoms].map((atom) => `run.${atom}` as Atom);
  const facts = await runSensor.gather(target, wanted, asks, ports);
  return { facts, specs, networks, tookMs: clock.monotonic() };
}

it('looks at a silent sleeper at once, with no probe and no network where none is asked', async () => {
  const { facts, specs, networks, tookMs } = await seenOf({ act: { do: 'sleep' } }, ['logs']);
  expect(specs).toMatchObject([
    {
      name: expect.stringMatching(/^tickproof-testtest-mutant-service-/),
      labels: { 'tickproof.mutant': '1' },
      entrypoint: ['/.tickproof-helper'],
      cmd: ['sleep'],
      network: 'none',
      healthcheck: { test: ['NONE'] },
    },
  ]);
  expect(facts).toMatchObject({ logs: { lines: [] }, state: { running: true } });
  expect({ networks, isSoon: tookMs < 500 }).toEqual({ networks: 0, isSoon: true });
});

it('asks a silent sleeper all the same, and is refused', async () => {
  const ask = { kind: 'http', path: '/' } as const;
  const { facts, tookMs } = await seenOf({ act: { do: 'sleep' } }, ['http'], () => ({}), [ask]);
  expect(facts.http).toMatchObject([{ ask, outcome: { status: 'refused' } }]);
  expect(tookMs).toBeLessThan(500);
});

it('ends with the service, not with the window', async () => {
  const { facts, tookMs } = await seenOf({ act: { do: 'exit', code: 1, afterMs: 2_000 } }, [], () => ({
    exit: { afterMs: 2_000, code: 1 },
  }));
  expect(facts.state).toMatchObject({ started: true, running: false, exitCode: 1 });
  expect(tookMs).toBeLessThan(2_300);
});

it('needs one line of a log, and neither readiness nor a stop', async () => {
  const logs = [{ atMs: 100, stream: 'stderr' as const, text: 'CRITICAL' }];
  const { facts, tookMs } = await seenOf(
    { act: { do: 'print', stream: 'stderr', text: 'CRITICAL' } },
    ['logs'],
    () => ({
      logs,
    }),
  );
  expect(facts.logs?.lines).toMatchObject([{ stream: 'stderr', text: 'CRITICAL' }]);
  expect(tookMs).toBeLessThan(500);
});

it('stops waiting as soon as the engine reports it unhealthy', async () => {
  const health = [{ atMs: 2_000, status: 'unhealthy' as const }];
  const { facts, specs, tookMs } = await seenOf({ health: { do: 'exit', code: 1 } }, ['health'], () => ({ health }));
  expect(specs[0]).toMatchObject({ healthcheck: { intervalMs: 1_000, timeoutMs: 5_000, retries: 2 } });
  expect(specs[0]?.entrypoint).toBe(undefined);
  expect(facts.health).toMatchObject({ configured: true, status: 'unhealthy' });
  expect(tookMs).toBeLessThan(2_500);
});

it('watches a restart policy for the window, and for one end at least', async () => {
  const change: RunChange = { act: { do: 'exit', code: 1, afterMs: 1_500 }, restarts: true };
  const { facts, specs } = await seenOf(change, ['restarts']);
  expect(specs).toMatchObject([{ restart: { name: 'always' } }]);
  expect(facts.restarts?.windowMs).toBeGreaterThanOrEqual(3_000);
});

it('starts once where a start is asked, and waits for it longer by what it is put off', async () => {
  const { facts, specs, tookMs } = await seenOf({ act: { do: 'wait', ms: 4_000 } }, ['starts']);
  expect(specs).toHaveLength(1);
  expect(facts.starts?.samples).toMatchObject([{ readyMs: null }]);
  expect(tookMs).toBeGreaterThan(9_000);
  expect(tookMs).toBeLessThan(10_000);
});

it('measures what is held beside a service that does not get ready', async () => {
  const { facts } = await seenOf({ act: { do: 'allocate', bytes: 5e8 } }, ['memory', 'cpu'], () => ({
    memoryBytes: 6e8,
  }));
  expect(facts.memory?.p95).toBe(6e8);
  expect(facts.cpu?.windowMs).toBeLessThanOrEqual(2_100);
});

it('waits for the end no longer than the change says', async () => {
  const life = () => ({ onTerm: 'ignored' as const });
  const { facts } = await seenOf({ act: { do: 'hold' }, graceMs: 900 }, ['stop'], life);
  expect(facts.stop).toMatchObject({ killed: true, elapsedMs: 900 });
});

it('runs something else in place of a command, and no service beside it', async () => {
  const ask = { kind: 'command', argv: ['node', '--check', 'x.js'], timeoutMs: 1_000 } as const;
  const life = () => ({ exit: { afterMs: 10, code: 1 } });
  const { facts, specs } = await seenOf({ command: { do: 'exit', code: 1 } }, ['commands'], life, [ask]);
  expect(specs).toMatchObject([{ entrypoint: ['/.tickproof-helper'], cmd: ['exit', '1'] }]);
  expect(facts.commands).toMatchObject([{ ask, exitCode: 1 }]);
});

it('does not take a helper that cannot be started for a service that cannot', async () => {
  const life = () => ({ startError: 'mount denied' });
  await expect(seenOf({ act: { do: 'sleep' } }, [], life)).rejects.toMatchObject({ code: 'engine-failed' });
});

it('looks at the unchanged deployment once more under its own name', async () => {
  const { specs, facts } = await seenOf(null, ['logs']);
  expect(specs).toMatchObject([{ name: expect.not.stringContaining('mutant') }]);
  expect(specs[0]?.entrypoint).toBe(undefined);
  expect(facts.state?.running).toBe(true);
});

it('takes the start of the one life that all else is asked of for the start that is asked', async () => {
  const life = () => ({ health: [{ atMs: 600, status: 'healthy' as const }] });
  const { facts, specs } = await seenOf(null, ['starts', 'memory'], life);
  expect(specs).toHaveLength(1);
  expect(facts.starts?.samples).toMatchObject([{ readyMs: expect.toSatisfy((ms: number) => ms >= 600 && ms < 1_000) }]);
  expect(facts.memory?.limitBytes).toBeGreaterThan(0);
});

it('starts another for the start where the life is not watched until it is ready', async () => {
  const { facts, specs } = await seenOf({ network: 'none' }, ['starts', 'process']);
  expect(specs).toHaveLength(2);
  expect(facts.starts?.samples).toHaveLength(1);
});
