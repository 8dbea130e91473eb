import { expect, it } from 'vitest';
import type { Atom, SeenFacts } from '../../domain/index.ts';
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
import type { Claim } from '../claim.ts';
import type { Bench, Look } from './bench.ts';
import { LooksAgain } from './looks.ts';
import { type EngineWorld, type WorldKind, worldsOf } from './worlds.ts';

/** Red where the atom that it reads says so. */
function claim(id: string, atom: Atom): Claim {
  const [kind = '', part = ''] = atom.split('.');
  const check = someCheck({
    id: `${kind as WorldKind}/some`,
    reads: [atom],
    judge: (facts: SeenFacts) =>
      Reflect.get(Reflect.get(facts, kind) as object, part) === 'red' ? redFor('it is red') : SEEN,
  });
  return { id, check, params: {}, facts: {}, groups: [kind as WorldKind] };
}

const target = exampleTarget({});

/** One world for these claims. */
const world = (kind: WorldKind, ...claims: readonly Claim[]): EngineWorld => ({
  kind,
  id: 'sha256:0',
  target,
  change: {},
  title: 'changed',
  wishes: claims.map((it) => ({
    claim: it,
    mutant: { level: 'R', title: '', reason: '', edit: () => null },
    change: {},
  })),
  isWide: false,
  isBroken: false,
});

/** Looks at a run in which the facts are these, by turns; the last stays. Notes what was asked for. */
function looksAt(worlds: readonly EngineWorld[], turns: readonly (object | Error)[]) {
  const asked: string[] = [];
  const look: Look = async (kind, _, atoms) => {
    const turn = turns[Math.min(asked.length, turns.length - 1)];
    asked.push(atoms.join(' '));
    if (turn instanceof Error) throw turn;
    const seen = Object.fromEntries(atoms.map((it) => [it.slice(kind.length + 1), 'green']));
    return { ...seen, ...(kind === 'build' ? { outcome: { status: 'built' } } : {}), ...turn };
  };
  const engine = { inspectImage: async () => null } as never; // it is only asked for the image of a build
  const ports = { ...emptyPorts(memoryFiles(EXAMPLE_ROOT, {})), engine };
  const bench = { target, ports, look } as unknown as Bench; // nothing else is looked at
  return { again: new LooksAgain(worlds, bench), asked };
}

const green = { times: 2, green: 2 };

it('looks at what is not measured after the last world that it wants, and at what is measured when all is done', async () => {
  const [logs, memory, ports] = [claim('logs', 'run.logs'), claim('memory', 'run.memory'), claim('ports', 'run.ports')];
  const worlds = [world('run', logs, memory), world('run', ports), world('run', memory)];
  const { again, asked } = looksAt(worlds, [{}]);
  await again.after(worlds[0] as EngineWorld, true);
  expect(asked).toEqual([]);
  await again.after(worlds[1] as EngineWorld, true);
  expect(asked).toEqual(['run.logs run.ports']);
  await again.after(worlds[2] as EngineWorld, true);
  expect(asked).toHaveLength(1);
  await again.rest();
  expect(asked).toEqual(['run.logs run.ports', 'run.memory']);
  expect(Object.fromEntries(again.looks)).toEqual({ logs: green, memory: green, ports: green });
});

it('looks apart at what needs no container in common, and at the state only where somebody reads it', async () => {
  const worlds = (['run.logs', 'run.state', 'run.commands', 'run.readOnly'] as const).map((atom) =>
    world('run', claim(atom, atom)),
  );
  const { again, asked } = looksAt(worlds, [{}]);
  for (const it of worlds) await again.after(it, true);
  expect(asked).toEqual(['run.logs run.state', 'run.commands', 'run.readOnly']);
});

it('looks at each kind of original that a claim has worlds of', async () => {
  const check = someCheck({ reads: ['build.outcome', 'run.logs'] });
  const facts = { build: { outcome: {} }, run: { logs: {} } } as unknown as SeenFacts; // nothing is read of them
  const both: Claim = { id: 'both', check, params: {}, facts };
  const { again, asked } = looksAt([world('build', both), world('run', both)], [{}]);
  await again.rest();
  expect(asked).toEqual(['build.outcome', 'run.logs']);
  expect(again.looks.get('both')).toEqual({ times: 3, green: 3 });
});

it('waits with all looks at an original of which a world is to be made once more', async () => {
  const it = world('run', claim('logs', 'run.logs'));
  const { again, asked } = looksAt([it], [{}]);
  await again.after(it, false);
  expect(asked).toEqual([]);
  await again.rest();
  expect(asked).toEqual(['run.logs']);
});

it('asks for nothing that is the same of one image', async () => {
  const it = world('build', claim('order', 'build.touched'));
  const { again, asked } = looksAt([it], [{}]);
  await again.after(it, true);
  expect(asked).toEqual(['build.outcome']);
});

it('counts what is red beside others, and looks again with nothing beside', async () => {
  const it = world('run', claim('logs', 'run.logs'));
  const { again, asked } = looksAt([it], [{ logs: 'red' }, {}]);
  await again.after(it, true);
  await again.rest();
  expect(again.looks.get('logs')).toEqual({ times: 3, green: 2, because: 'it is red' });
  expect(asked).toHaveLength(2);
});

it.each<Atom>(['stack.up', 'stack.down', 'build.cold', 'build.dangling', 'run.commands'])(
  'counts %s only with nothing beside where it is red: it may be worse beside others',
  async (atom) => {
    const [kind = '', part = ''] = atom.split('.');
    const it = world(kind as WorldKind, claim('one', atom));
    const red = { [part]: 'red' };
    for (const [turns, looks] of [
      [[red, {}], green],
      [[red], { times: 4, green: 1, because: 'it is red' }],
    ] as const) {
      const { again, asked } = looksAt([it], turns);
      await again.after(it, true);
      await again.rest();
      expect(again.looks.get('one')).toEqual(looks);
      expect(asked).toHaveLength(looks.times);
    }
  },
);

it('counts a look at which nothing could be seen only with nothing beside', async () => {
  const it = world('run', claim('logs', 'run.logs'));
  const fault = new TickproofError('engine-failed', 'no answer', { remedy: 'none' });
  const { again } = looksAt([it], [fault, {}]);
  await again.after(it, true);
  await again.rest();
  expect(again.looks.get('logs')).toEqual(green);
  const never = looksAt([it], [fault]).again;
  await never.rest();
  expect(never.looks.get('logs')).toEqual({ times: 4, green: 1, because: 'no answer' });
});

it('passes an interruption on', async () => {
  const it = world('run', claim('logs', 'run.logs'));
  const { again } = looksAt([it], [new TickproofError('interrupted', 'ended', { remedy: 'none' })]);
  await expect(again.after(it, true)).rejects.toMatchObject({ code: 'interrupted' });
});

it('makes the worlds first after which a part of the original is looked at early, and those of measured claims last', () => {
  const wishOf = (atom: Atom, level: 'R' | 'B') => {
    const [wish] = world('run', claim(atom, atom)).wishes;
    return {
      ...(wish as EngineWorld['wishes'][number]),
      mutant: { level, title: atom, reason: '', edit: () => null },
      change: { user: atom },
    };
  };
  const atoms = ['run.cpu', 'run.logs', 'run.commands', 'run.readOnly'] as const;
  const wishes = [...atoms.map((atom) => wishOf(atom, 'R')), wishOf('build.cold', 'B')];
  expect(worldsOf(wishes, target).map(({ title }) => title)).toEqual([
    'build.cold',
    'run.readOnly',
    'run.commands',
    'run.logs',
    'run.cpu',
  ]);
});
