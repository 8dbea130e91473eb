import { describe, expect, it } from 'vitest';
import { redFor, SEEN, someCriterion } from '../../test/kit/index.ts';
import type { ComposeDisagreement, ComposeFacts, Verdict } from '../domain/index.ts';
import { judgeCriterion } from './judge.ts';

const disagreement = {
  client: '2.26.1',
  differences: [{ path: 'services.web.image', ours: 'a', theirs: 'b' }],
  theirs: { model: { name: 'theirs' }, problems: [], unset: [] },
} as unknown as ComposeDisagreement; // as much of a model as the check of this test reads

function judged(judge: (name: string | undefined) => Verdict, its: Partial<ComposeFacts> = { disagreement }) {
  const check = {
    reads: ['compose.model'],
    judge: ({ compose }: { compose: ComposeFacts }) => judge(compose.model?.name),
  };
  const facts = { model: { name: 'ours' }, ...its } as Partial<ComposeFacts>;
  const criterion = someCriterion(check as never, { stack: 'live' });
  return judgeCriterion(criterion, new Map([['compose@live', { status: 'seen', facts, elapsedMs: 1 }]])).verdict;
}

describe('a criterion on compose files that the client reads otherwise', () => {
  it('is judged as ever where both models say the same', () => {
    const findings = (name: string | undefined) => redFor(name === 'ours' ? 'wrong' : 'wrong');
    expect(judged(() => SEEN)).toBe(SEEN);
    expect(judged(findings)).toMatchObject({ status: 'fail', findings: [{ reason: 'wrong' }] });
  });

  it.each([
    ['another verdict', (name: string | undefined) => (name === 'ours' ? SEEN : redFor('wrong'))],
    ['another reason', (name: string | undefined) => redFor(name === 'ours' ? 'wrong' : 'other')],
  ])('cannot be judged where the other model leads to %s', (_, judge) => {
    expect(judged(judge)).toMatchObject({
      status: 'inconclusive',
      because: expect.stringContaining('services.web.image: ours a, theirs b'),
    });
  });

  it('asks nothing more where there is no difference', () => {
    const asked: unknown[] = [];
    judged((name) => (asked.push(name), SEEN), {});
    expect(asked).toEqual(['ours']);
  });
});
