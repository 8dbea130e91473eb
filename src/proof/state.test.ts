import { expect, it } from 'vitest';
import type { CounterProof, ProofState } from '../domain/index.ts';
import { proofOf } from './state.ts';

const OUTCOMES = {
  killed: { status: 'killed', reason: 'wrong', message: 'm' },
  green: { status: 'survived', verdict: 'pass', reasons: [] },
  other: { status: 'survived', verdict: 'fail', reasons: ['other'] },
  nothing: { status: 'survived', verdict: 'inapplicable', reasons: [] },
  equivalent: { status: 'equivalent', because: 'the same' },
  open: { status: 'not-run', because: 'it needs a rebuild' },
} as const;

/** `S killed` as a counter-proof. */
function counterProof(text: string): CounterProof {
  const [level, outcome, weak] = text.split(' ') as [CounterProof['level'], keyof typeof OUTCOMES, 'weak'?]; // as the table is written
  return {
    criterion: 'c',
    mutant: `a mutant at ${level}`,
    level,
    expected: 'wrong',
    outcome: OUTCOMES[outcome],
    elapsedMs: 1,
    ...(weak ? { weak: true } : {}),
  };
}

it.each<[ProofState, string, string]>([
  ['proven', 'null killed, S killed, K killed', '2 of 2 mutants red'],
  ['proven', 'null killed, S killed, S equivalent', '1 of 1 mutant red'],
  ['vacuous', 'null green, S killed', 'green even where there is nothing'],
  ['vacuous', 'null killed, S killed, L green', 'still green with: a mutant at L (expected wrong)'],
  ['vacuous', 'null killed, S other, R open', 'red for another reason (other)'],
  ['vacuous', 'null killed, S nothing', 'not red but not applicable with'],
  ['partial', 'null killed, S killed, R open', '1 of 2 mutants red; not run: a mutant at R (it needs a rebuild)'],
  ['partial', 'null killed, J killed', 'only the comparison'],
  ['partial', 'null killed, R killed weak', 'name `mutants:`'],
  ['proven', 'null killed, R killed weak, R killed', '2 of 2 mutants red'],
  ['unattempted', 'null killed, R open', '0 of 1 mutant red'],
  ['unattempted', 'null killed, S equivalent', 'no world could be made'],
  ['unattempted', 'null killed', 'no world could be made'],
])('calls a claim %s after: %s', (state, outcomes, because) => {
  const result = proofOf(outcomes.split(', ').map(counterProof));
  expect(result).toMatchObject({ state, because: expect.stringContaining(because) });
});

const proven = ['null killed', 'S killed'].map(counterProof);

it('calls a claim flaky that was red on the unchanged deployment', () => {
  expect(proofOf(proven, { looks: { times: 3, green: 2 } })).toMatchObject({
    state: 'partial',
    because: 'flaky: red on the unchanged deployment in 1 of 3 looks',
  });
  expect(proofOf(proven, { looks: { times: 2, green: 2 } })).toMatchObject({
    state: 'proven',
    because: expect.stringContaining('green again after'),
  });
});

it('calls a claim indiscriminate that is red in every world of others, where there were enough', () => {
  expect(proofOf(proven, { fared: { judged: 3, red: 3 } })).toMatchObject({
    state: 'partial',
    because: expect.stringContaining('indiscriminate'),
  });
  for (const fared of [
    { judged: 2, red: 2 },
    { judged: 9, red: 8 },
  ])
    expect(proofOf(proven, { fared })).toMatchObject({ state: 'proven' });
});
