import { expect, it } from 'vitest';
import type { Mutant } from '../domain/index.ts';
import { emptyPorts, EXAMPLE_ROOT, memoryFiles, redFor, SEEN, someCheck } from '../../test/kit/index.ts';
import { mutantsOf } from './claim.ts';
import { isRestored, proveByBytes } from './prove.ts';
import { Tally } from './tally.ts';
import type { World } from './world.ts';

const { clock } = emptyPorts(memoryFiles(EXAMPLE_ROOT, {}));
const mutant: Mutant<string, unknown> = {
  level: 'S',
  title: 'a USER root',
  reason: 'wrong',
  edit: (it) => ({ ...it, dockerfile: 'USER root' }),
};
const check = someCheck({
  judge: ({ dockerfile: { stages } }) => (JSON.stringify(stages) === '["good"]' ? SEEN : redFor('wrong')),
  mutants: [mutant],
});
const facts = { dockerfile: { stages: ['good'] as never } };
const claim = { id: 'mine', check, params: {}, facts };
const world: World = {
  sources: () => ({ dockerfile: 'good' }) as never, // the one text that the mutant edits
  fromSources: async ({ dockerfile }) => ({ dockerfile: { stages: [dockerfile] as never } }),
  image: null,
  nothing: async () => ({ dockerfile: { stages: [] } }),
};

const alone = () => ({ claims: [claim], tally: new Tally() });

it('tries nothing first and then every mutant, and keeps what came of each', async () => {
  const proofs = await proveByBytes(claim, world, alone(), clock);
  expect(proofs).toMatchObject([
    { criterion: 'mine', mutant: 'nothing there', level: 'null', outcome: { status: 'killed' } },
    {
      criterion: 'mine',
      mutant: 'a USER root',
      level: 'S',
      expected: 'wrong',
      outcome: { status: 'killed', reason: 'wrong' },
    },
  ]);
  expect(proofs.every(({ elapsedMs }) => elapsedMs > 0)).toBe(true);
});

it('leaves what an engine must make, and marks what is weak', async () => {
  const more = [
    { ...mutant, weak: true as const },
    { level: 'R' as const, title: 'r', reason: 'wrong', edit: () => ({}) },
  ];
  const proofs = await proveByBytes({ ...claim, mutants: more }, world, alone(), clock);
  expect(proofs.map(({ level, weak }) => [level, weak])).toEqual([
    ['null', undefined],
    ['S', undefined],
    ['S', true],
  ]);
});

it('judges other claims in the same worlds, and counts how they fared', async () => {
  const wide = { ...claim, id: 'wide', check: someCheck({ ...check, judge: () => redFor('wrong') }) };
  const calm = { ...claim, id: 'calm', check: someCheck({ ...check, judge: () => SEEN }) };
  const blind = { ...claim, id: 'blind', check: someCheck({ ...check, reads: ['image.files'] }) };
  const tally = new Tally();
  const mutants = [mutant, mutant];
  const proofs = await proveByBytes({ ...claim, mutants }, world, { claims: [claim, wide, calm, blind], tally }, clock);
  expect(proofs.slice(1)).toMatchObject([
    { alsoRed: ['wide'], alsoJudged: 1 },
    { alsoGreen: ['calm'], alsoJudged: 1 },
    { mutant: 'a USER root' },
  ]);
  expect([tally.of('wide'), tally.of('calm'), tally.of('blind')]).toEqual([
    { judged: 1, red: 1 },
    { judged: 1, red: 0 },
    { judged: 0, red: 0 },
  ]);
});

it('judges the original again', () => {
  expect(isRestored(claim, SEEN)).toBe(true);
  expect(isRestored({ ...claim, facts: { dockerfile: { stages: ['bad'] as never } } }, SEEN)).toBe(false);
});

it('adds the mutants that are made from the facts and parameters at hand', () => {
  const made = {
    ...check,
    mutantsFor: (seen: unknown, params: unknown) => [{ ...mutant, title: JSON.stringify([seen, params]) }],
  };
  const titles = mutantsOf({ check: made, params: { target: 1 }, facts }).map(({ title }) => title);
  expect(titles).toEqual(['a USER root', JSON.stringify([facts, { target: 1 }])]);
});
