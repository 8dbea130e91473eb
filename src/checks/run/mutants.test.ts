import { describe, expect, it } from 'vitest';
import type { AnyCheck } from '../../domain/index.ts';
import { judged } from '../../../test/kit/index.ts';
import { madeOf } from '../../../test/kit/made.ts';
import cpu from './cpu.ts';
import healthy from './healthy.ts';
import memory from './memory.ts';
import restarts from './restarts.ts';
import startup from './startup.ts';
import stop from './stop.ts';

/** Facts of the example with other numbers. */
function factsOf(check: AnyCheck, atom: string, over: object) {
  const run = check.example.facts?.run as Readonly<Record<string, object>>;
  return { run: { ...run, [atom]: { ...run[atom], ...over } } };
}

const facts = {
  cpu: (meanMillicores: number) => factsOf(cpu, 'cpu', { meanMillicores }),
  memory: (p95: number) => factsOf(memory, 'memory', { p95 }),
  startup: (median: number | null) =>
    factsOf(startup, 'starts', {
      ready: median === null ? null : { unit: 'ms', samples: [median], median, p95: median, max: median, spread: 0 },
    }),
  stop: (elapsedMs: number) => factsOf(stop, 'stop', { elapsedMs }),
  restarts: (count: number) => factsOf(restarts, 'restarts', { count }),
};

/** The engine's changes that there are, each with the bound that it is judged by: its own, or a nearer one. */
function changes(check: AnyCheck, of: object, target: string) {
  const own = (check.params.parse({ target }) as { target: { text: string } }).target.text;
  return madeOf('R', check, of as never, { target }).flatMap(({ change, judgedBy, reason }) => {
    const near = judgedBy as { target: { value: number; op: string; text: string } } | undefined;
    if (near) expect(near.target.text.startsWith('<')).toBe(true);
    expect(check.reasons).toContain(reason);
    return change ? [[change, near ? near.target.value : own]] : [];
  });
}

describe('what is made beside a service or of its end', () => {
  const holds = (bytes: number) => ({ act: { do: 'allocate', bytes } });
  it.each<[string, number, readonly unknown[]]>([
    ['<100MB', 39e6, [[holds(100e6 + 1), '<100MB']]],
    ['<=1GiB', 39e6, [[holds(2 ** 30 + 1), '<=1GiB']]],
    ['<2GiB', 39e6, [[holds(128e6 + 1), 39e6 + 64e6]]],
    ['>1MB', 39e6, []],
    ['>2GiB', 3e9, []],
  ])('holds what passes %s, of a machine only as much as it can spare', (target, p95, expected) => {
    expect(changes(memory, facts.memory(p95), target)).toEqual(expected);
  });

  const spins = { act: { do: 'spin' } };
  it.each<[string, number, readonly unknown[]]>([
    ['<10%', 20, [[spins, '<10%']]],
    ['<25%', 20, [[spins, '<25%']]],
    ['<80%', 20, [[spins, 0.02 + 0.125]]],
    ['<30%', 250, [[spins, 0.3]]],
    ['>1%', 20, []],
    ['>50%', 700, []],
  ])('spins past %s, or past what is surely had', (target, used, expected) => {
    expect(changes(cpu, facts.cpu(used), target)).toEqual(expected);
  });

  const putOff = (ms: number) => ({ act: { do: 'wait', ms: ms + 1 } });
  it.each<[string, number | null, readonly unknown[]]>([
    ['<5s', 600, [[putOff(5000), '<5s']]],
    ['<10s', 600, [[putOff(10_000), '<10s']]],
    ['<30s', 600, [[putOff(1400), 1400]]],
    ['<30s', 600.5, [[putOff(1500), 1500]]],
    ['<30s', 13_000, [[putOff(20_000), 20_000]]],
    ['<20s', 19_000, [[putOff(20_000), 20_000]]],
    ['<30s', null, [[putOff(500), 500]]],
    ['>1s', 2000, []],
    ['>11s', 12_000, []],
  ])('puts a start off past %s, or past what it took', (target, median, expected) => {
    expect(changes(startup, facts.startup(median), target)).toEqual(expected);
  });

  const keeps = (boundMs: number) => ({ act: { do: 'hold' }, graceMs: boundMs + 100 });
  it.each<[string, number, readonly unknown[]]>([
    ['<2s', 180, [[keeps(2000), '<2s']]],
    ['<5s', 180, [[keeps(5000), '<5s']]],
    ['<10s', 200, [[keeps(800), 800]]],
    ['>1s', 2000, []],
    ['>6s', 7000, []],
  ])('keeps the stop signal for longer than %s, or than it took', (target, elapsedMs, expected) => {
    expect(changes(stop, facts.stop(elapsedMs), target)).toEqual(expected);
  });

  const ends = { act: { do: 'exit', code: 1, afterMs: 1500 }, restarts: true };
  it.each<[string, readonly unknown[]]>([
    ['0', [[ends, '0']]],
    ['<1', [[ends, '<1']]],
    ['<=3', [[ends, 1]]],
    ['>=0', []],
    ['>=2', []],
  ])('ends where %s restarts are allowed', (target, expected) => {
    expect(changes(restarts, facts.restarts(0), target)).toEqual(expected);
  });
});

it.each<[AnyCheck, object, string, string, readonly (readonly [number, number | null])[]]>([
  [
    memory,
    facts.memory(39e6),
    '<100B',
    'memory.p95',
    [
      [100, 99],
      [101, null],
    ],
  ],
  [memory, facts.memory(39e6), '<=100B', 'memory.p95', [[101, 100]]],
  [
    startup,
    facts.startup(600),
    '<5s',
    'starts.ready.median',
    [
      [5000, 4999],
      [5001, null],
    ],
  ],
  [stop, facts.stop(180), '<=5s', 'stop.elapsedMs', [[5001, 5000]]],
  [restarts, facts.restarts(0), '<=3', 'restarts.count', [[4, 3]]],
  [
    healthy,
    healthy.example.facts ?? {},
    '<5s',
    'health.healthyMs',
    [
      [5000, 4999],
      [5001, null],
    ],
  ],
])('compares numbers on both sides of a bound: %o', (check, of, target, path, expected) => {
  const value = (edited: object | undefined) =>
    edited
      ? path.split('.').reduce((at: unknown, key) => Reflect.get(Object(at), key), Reflect.get(edited, 'run'))
      : null;
  const made = madeOf('J', check, of, { target });
  expect(made.map(({ change, green }) => [value(change ?? {}), value(green)])).toEqual(expected);
  for (const { change, green, reason } of made) {
    expect(judged(check, change as never, { target })).toMatchObject({ findings: [{ reason }] });
    if (green) expect(judged(check, green as never, { target }).status).toBe('pass');
  }
});

it('compares one steady start where the machine was unsteady', () => {
  const unsteady = factsOf(startup, 'starts', { unstable: true, loadAverage: 9 });
  const [made] = madeOf('J', startup, unsteady, { target: '<5s' });
  const [sample] = (startup.example.facts?.run?.starts?.samples ?? []).slice(0, 1);
  expect(made?.change).toEqual({
    run: {
      starts: {
        samples: [{ ...sample, readyMs: 5000 }],
        ready: { unit: 'ms', samples: [5000], median: 5000, p95: 5000, max: 5000, spread: 0 },
        unstable: false,
        loadAverage: 9,
      },
    },
  });
});

it('compares shares of a core so that no rounding puts them on the other side', () => {
  for (const target of ['<10%', '<=30%', '>7%', '<0.15%']) {
    for (const { change, green, reason } of madeOf('J', cpu, facts.cpu(200), { target })) {
      expect(judged(cpu, change as never, { target })).toMatchObject({ findings: [{ reason }] });
      if (green) expect(judged(cpu, green as never, { target }).status).toBe('pass');
    }
  }
  const [, over] = madeOf('J', cpu, facts.cpu(20), { target: '<10%' });
  expect(over?.change).toEqual(facts.cpu(101));
});
