import { expect, it } from 'vitest';
import type { CounterProof, Mutant, ProofState } from '../domain/index.ts';
import { emptyPorts, EXAMPLE_ROOT, memoryFiles, redFor, SEEN, someCheck } from '../../test/kit/index.ts';
import { mutantsOf, prove, stateOf } from './prove.ts';
import type { World } from './world.ts';

const OUTCOMES = {
  killed: { status: 'killed', reason: 'wrong', message: 'm' },
  green: { status: 'survived', verdict: 'pass', reasons: [] },
  other: { status: 'survived', verdict: 'fail', reasons: ['other'] },
  equivalent: { status: 'equivalent', because: 'the same' },
  open: { status: 'not-run', because: 'it needs a rebuild' },
} as const;

/** `S killed` as a counter-proof. */
function counterProof(text: string): CounterProof {
  const [level, outcome] = text.split(' ') as [CounterProof['level'], keyof typeof OUTCOMES]; // as the table is written
  return {
    criterion: 'c',
    mutant: `a mutant at ${level}`,
    level,
    expected: 'wrong',
    outcome: OUTCOMES[outcome],
    elapsedMs: 1,
  };
}

it.each<[ProofState, string, string]>([
  ['proven', 'null killed, S killed, K killed', '2 of 2 mutants red'],
  ['proven', 'null killed, S killed, S equivalent', '1 of 1 mutants red'],
  ['vacuous', 'null green, S killed', 'green even where there is nothing'],
  ['vacuous', 'null killed, S killed, L green', 'still green with: a mutant at L (expected wrong)'],
  ['vacuous', 'null killed, S other, R open', 'red for another reason (other)'],
  ['partial', 'null killed, S killed, R open', '1 of 2 mutants red; not run: a mutant at R (it needs a rebuild)'],
  ['partial', 'null killed, J killed', 'only the comparison'],
  ['unattempted', 'null killed, R open', '0 of 1 mutants red'],
  ['unattempted', 'null killed, S equivalent', 'no world could be made'],
  ['unattempted', 'null killed', 'no world could be made'],
])('calls a claim %s after: %s', (state, outcomes, because) => {
  const result = stateOf(outcomes.split(', ').map(counterProof));
  expect(result).toEqual({ state, because: expect.stringContaining(because) });
});

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

it('tries nothing first and then every mutant, and keeps what came of each', async () => {
  const proof = await prove(claim, SEEN, world, 'full', { clock });
  expect(proof.state).toBe('proven');
  expect(proof.counterProofs).toMatchObject([
    { criterion: 'mine', mutant: 'nothing there', level: 'null', outcome: { status: 'killed' } },
    {
      criterion: 'mine',
      mutant: 'a USER root',
      level: 'S',
      expected: 'wrong',
      outcome: { status: 'killed', reason: 'wrong' },
    },
  ]);
  expect(proof.counterProofs.every(({ elapsedMs }) => elapsedMs > 0)).toBe(true);
});

it('proves nothing of what is not green, nor where proofs are turned off', async () => {
  for (const [verdict, mode] of [
    [redFor('wrong'), 'full'],
    [SEEN, 'none'],
  ] as const)
    expect(await prove(claim, verdict, world, mode, { clock })).toMatchObject({
      state: 'unattempted',
      counterProofs: [],
    });
});

it('adds the mutants that are made from the facts and parameters at hand', () => {
  const made = {
    ...check,
    mutantsFor: (seen: unknown, params: unknown) => [{ ...mutant, title: JSON.stringify([seen, params]) }],
  };
  const titles = mutantsOf({ check: made, params: { target: 1 }, facts }).map(({ title }) => title);
  expect(titles).toEqual(['a USER root', JSON.stringify([facts, { target: 1 }])]);
});
