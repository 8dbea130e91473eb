import { expect, it } from 'vitest';
import type { CounterProof, RunChange, RunFacts, SeenFacts, Target } from '../../domain/index.ts';
import { TickproofError } from '../../domain/index.ts';
import {
  emptyPorts,
  EXAMPLE_ROOT,
  exampleTarget,
  memoryFiles,
  redFor,
  SEEN,
  someCheck,
} from '../../../test/kit/index.ts';
import type { AnyMutant, Claim } from '../claim.ts';
import { keptProofs } from '../kept.ts';
import { Tally } from '../tally.ts';
import type { Look } from './bench.ts';
import { proveByEngine } from './run.ts';

const restarts = (count: number): SeenFacts => ({ run: { restarts: { count, windowMs: 1 } } });
const runMutant = (title: string, change: RunChange | null, more: object = {}): AnyMutant => ({
  level: 'R',
  title,
  reason: 'restarted',
  edit: () => change,
  ...more,
});

/** Red when it was restarted more than `params` times. */
function claim(id: string, mutants: readonly AnyMutant[], more: Partial<Claim> = {}): Claim {
  const check = someCheck({
    id: 'run/some',
    reads: ['run.restarts'],
    mutants,
    judge: ({ run }, atMost: number) => (run.restarts.count > atMost ? redFor('restarted') : SEEN),
  });
  return { id, check, params: 0, facts: restarts(0), groups: ['run'], inputs: {}, ...more };
}

/** A run in which the sensor sees one restart in every changed world, and none in the original. */
function bench(look?: Look) {
  const kept = new Map<string, unknown>();
  const ports = {
    ...emptyPorts(memoryFiles(EXAMPLE_ROOT, {})),
    engine: {} as never, // it is only asked whether there is one
    cache: {
      read: (_: string, key: string) => kept.get(key),
      write: (_: string, key: string, value: unknown) => void kept.set(key, value),
    },
  };
  const looked: Target[] = [];
  const bySensor: Look = async (_, target) => ({
    restarts: { count: target.changed?.run ? 1 : 0, windowMs: 1 } satisfies RunFacts['restarts'],
  });
  const tally = new Tally();
  const target = exampleTarget({});
  const prove = async (claims: readonly Claim[], engine: object | null = {}) => {
    const { proofs, looks } = await proveByEngine(claims, {
      target: { ...target, run: { ...target.run, timeoutMs: 60_000 } },
      ports: { ...ports, engine: engine as never },
      look: async (kind, target, atoms, asks) => {
        looked.push(target);
        return (look ?? bySensor)(kind, target, atoms, asks);
      },
      kept: keptProofs(ports.cache, true),
      others: { claims, tally },
      world: { sources: () => null, fromSources: async () => ({}), image: null, nothing: async () => ({}) },
    });
    return { proofs: [...proofs.values()].flat(), looks };
  };
  return { prove, looked, tally };
}

const ofStatus = (proofs: readonly CounterProof[]) => proofs.map(({ outcome }) => outcome.status);
const ends = { act: { do: 'exit', code: 1 } } as const;

it('makes equal changes once, for all claims that want them, and looks at the original after that', async () => {
  const { prove, looked } = bench();
  const { proofs, looks } = await prove([
    claim('one', [runMutant('it ends', ends)]),
    claim('other', [runMutant('it ends, too', ends), runMutant('as root', { user: '0' })]),
  ]);
  expect(ofStatus(proofs)).toEqual(['killed', 'killed', 'killed']);
  expect(looked.map(({ changed }) => changed?.run)).toEqual([ends, { user: '0' }, undefined]);
  expect([...looks]).toEqual([
    ['one', { times: 2, green: 2 }],
    ['other', { times: 2, green: 2 }],
  ]);
});

it('judges who wanted nothing in the same world, and says who turned red', async () => {
  const { prove, tally } = bench();
  const { proofs } = await prove([
    claim('one', [runMutant('as root', { user: '0' }), runMutant('it ends', ends)]),
    claim('beside', []),
    claim('calm', [], { params: 5 }),
  ]);
  expect(proofs[0]).toMatchObject({ alsoRed: ['beside'], alsoGreen: ['calm'], alsoJudged: 2 });
  expect([tally.of('calm'), tally.of('beside')]).toEqual([
    { judged: 1, red: 0 }, // where the service ends, who is red is rightly so: it is not counted
    { judged: 1, red: 1 },
  ]);
});

it('asks for everybody in one world in which the service goes on', async () => {
  const asked: (readonly string[])[] = [];
  const { prove } = bench(async (_, { changed }, atoms) => {
    if (changed?.run) asked.push(atoms);
    return { restarts: { count: 1, windowMs: 1 }, logs: {} };
  });
  const prints = (text: string) => ({ act: { do: 'print', stream: 'stdout', text } }) as const;
  const logs = someCheck({ id: 'run/other', reads: ['run.logs'] });
  await prove([
    claim('one', [
      runMutant('it prints', prints('a')),
      runMutant('it prints more', prints('b')),
      runMutant('it ends', ends),
    ]),
    claim('logs', [], { check: logs }),
  ]);
  expect(asked.map((atoms) => atoms.includes('run.logs'))).toEqual([true, false, false]);
});

it('judges by the parameters that a mutant names', async () => {
  const { prove } = bench();
  const { proofs } = await prove([claim('one', [runMutant('just below', ends, { params: 5 })])]);
  expect(proofs).toMatchObject([{ outcome: { status: 'survived', verdict: 'pass' } }]);
});

it('starts nothing for a mutant that finds nothing to change', async () => {
  const { prove, looked } = bench();
  const { proofs, looks } = await prove([claim('one', [runMutant('nothing', null)])]);
  expect(ofStatus(proofs)).toEqual(['equivalent']);
  expect([looked, looks.size]).toEqual([[], 0]);
});

it('takes what was shown before, as long as nothing has moved', async () => {
  const { prove, looked } = bench();
  const one = claim('one', [runMutant('it ends', ends)]);
  await prove([one]);
  const again = await prove([one]);
  expect(again.proofs).toMatchObject([{ reused: true, outcome: { status: 'killed' } }]);
  const moved = await prove([{ ...one, inputs: { 'image.id': `sha256:${'a'.repeat(64)}` as never } }]);
  expect(moved.proofs[0]?.reused).toBeUndefined();
  expect(looked.filter(({ changed }) => changed?.run)).toHaveLength(2);
});

it('keeps nothing that has no key, and nothing that was not killed', async () => {
  const { prove, looked } = bench(async () => ({ restarts: { count: 0, windowMs: 1 } }));
  const survivor = claim('one', [runMutant('it ends', ends)]);
  for (const it of [survivor, survivor, claim('two', [runMutant('it ends', ends)], { inputs: null })]) {
    const { proofs } = await prove([it]);
    expect(ofStatus(proofs)).toEqual(['survived']);
  }
  expect(looked.filter(({ changed }) => changed?.run)).toHaveLength(3);
});

it('calls flaky what is red on the original, after more looks', async () => {
  const { prove } = bench(async (_, { changed }) => ({ restarts: { count: changed ? 1 : 0, windowMs: 1 } }));
  const { looks } = await prove([claim('one', [runMutant('it ends', ends)])]);
  expect(looks.get('one')).toEqual({ times: 4, green: 1, because: 'restarted' });
});

it('says what a sensor could not see, and goes on', async () => {
  const { prove } = bench(async (_, { changed }) => {
    if (changed?.run?.user) throw new TickproofError('engine-failed', 'no such user', { remedy: 'none' });
    return { restarts: { count: changed?.run ? 1 : 0, windowMs: 1 } };
  });
  const { proofs } = await prove([claim('one', [runMutant('as root', { user: '0' }), runMutant('it ends', ends)])]);
  expect(proofs.map(({ outcome }) => outcome)).toMatchObject([
    { status: 'killed' },
    { status: 'not-run', because: 'no such user' },
  ]);
});

it('lets all worlds end before an interruption is passed on', async () => {
  let open = 0;
  const { prove } = bench(async (_, { changed }) => {
    open += 1;
    await new Promise((resolve) => setImmediate(resolve));
    open -= 1;
    if (changed?.run?.user) throw new TickproofError('interrupted', 'ended', { remedy: 'none' });
    return { restarts: { count: 1, windowMs: 1 } };
  });
  const mutants = [
    runMutant('as root', { user: '0' }),
    runMutant('it ends', ends),
    runMutant('alone', { network: 'none' }),
  ];
  await expect(prove([claim('one', mutants)])).rejects.toMatchObject({ code: 'interrupted' });
  expect(open).toBe(0);
});

it('leaves all to a later run where there is no engine', async () => {
  const { prove } = bench();
  const { proofs } = await prove([claim('one', [runMutant('it ends', ends)])], null);
  expect(proofs).toMatchObject([{ outcome: { status: 'not-run', later: true } }]);
});

it('makes a world once more, alone and with all the time that is allowed, when it could not be judged', async () => {
  const patience: number[] = [];
  const slow: Look = async (_, { changed }) => {
    if (!changed?.run) return { restarts: { count: 0, windowMs: 1 } };
    patience.push(changed.patienceMs);
    if (patience.length === 1) throw new TickproofError('engine-failed', 'no answer in time', { remedy: 'none' });
    return { restarts: { count: 1, windowMs: 1 } };
  };
  const { proofs } = await bench(slow).prove([claim('one', [runMutant('it ends', ends)])]);
  expect(proofs).toMatchObject([{ outcome: { status: 'killed' } }]);
  expect(patience).toEqual([expect.toSatisfy((it: number) => it < 60_000), 60_000]);
});

it('makes a world once more, alone, in which there may only have been too little of a core', async () => {
  const shares = [0, 1];
  const starved: Look = async (_, { changed }) => ({ cpu: changed?.run ? shares.shift() : 0 });
  const check = someCheck({
    id: 'run/some',
    reads: ['run.cpu'],
    mutants: [runMutant('it spins', { act: { do: 'spin' } })],
    judge: ({ run }) => (Number(run.cpu) > 0 ? redFor('restarted') : SEEN),
  });
  const facts = { run: { cpu: 0 } } as unknown as SeenFacts; // only whether it is more than that is judged
  const { proofs } = await bench(starved).prove([claim('one', [], { check, facts })]);
  expect(proofs).toMatchObject([{ outcome: { status: 'killed' } }]);
  expect(shares).toEqual([]);
});

it('makes no world again that was green, or red for its reason', async () => {
  const { prove, looked } = bench();
  const blind = claim('blind', [runMutant('it ends', ends)], { params: 5 });
  const { proofs } = await prove([blind, claim('one', [runMutant('it ends, too', ends)])]);
  expect(ofStatus(proofs)).toEqual(['survived', 'killed']);
  expect(looked.filter(({ changed }) => changed?.run)).toHaveLength(1);
});

it('looks at an original only after a world of it that was made once more', async () => {
  const order: string[] = [];
  const { prove } = bench(async (_, { changed }) => {
    order.push(changed?.run ? `world, ${changed.patienceMs} ms` : 'original');
    if (order.length === 1) throw new TickproofError('engine-failed', 'no answer in time', { remedy: 'none' });
    return { restarts: { count: changed?.run ? 1 : 0, windowMs: 1 } };
  });
  await prove([claim('one', [runMutant('it ends', ends)])]);
  expect(order).toEqual([expect.stringMatching(/^world/), 'world, 60000 ms', 'original']);
});
