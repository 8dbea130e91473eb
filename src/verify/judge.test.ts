import { expect, it } from 'vitest';
import { redFor, SEEN, someCriterion } from '../../test/kit/index.ts';
import type { Gathered } from './gather.ts';
import { judgeCriterion, judgeFacts } from './judge.ts';
import type { GroupName } from './plan.ts';

const groups = (all: Partial<Record<GroupName, Gathered>>) =>
  new Map(Object.entries(all)) as ReadonlyMap<GroupName, Gathered>; // keys as typed
const seen = (facts: object): Gathered => ({ status: 'seen', facts, elapsedMs: 1 });

it('hands a check the facts it reads, of its own stack, and its parameters', () => {
  const asked: unknown[] = [];
  const criterion = someCriterion(
    { reads: ['stack.up'], judge: (...all: unknown[]) => (asked.push(...all), SEEN) },
    { stack: 'live', params: { target: 1 } },
  );
  const { verdict, facts } = judgeCriterion(
    criterion,
    groups({ 'stack@dev': seen({ up: 1 }), 'stack@live': seen({ up: 2 }) }),
  );
  expect(verdict).toBe(SEEN);
  expect(asked).toEqual([{ stack: { up: 2 } }, { target: 1 }]);
  expect(facts).toEqual({ stack: { up: 2 } });
});

it('is inconclusive about what could not be seen, with its reason and remedy', () => {
  const unseen: Gathered = { status: 'unseen', because: 'no engine', remedy: 'Start one.', elapsedMs: 0 };
  const { verdict } = judgeCriterion(someCriterion(), groups({ dockerfile: unseen }));
  expect(verdict).toEqual({ status: 'inconclusive', because: 'no engine', remedy: 'Start one.' });
  expect(judgeCriterion(someCriterion(), groups({})).verdict.status).toBe('inconclusive');
});

it('never judges on an atom that is missing', () => {
  const criterion = someCriterion({ reads: ['image.files', 'image.sizes'], judge: () => redFor('wrong') });
  expect(judgeFacts(criterion, { image: { files: [] } })).toMatchObject({
    status: 'inconclusive',
    because: '`image.sizes` could not be observed',
  });
});

it('sends a question about a container that ended to its start', () => {
  const state = { running: false } as never; // the field that decides
  const verdict = judgeFacts(someCriterion({ reads: ['run.memory'] }), { run: { state } });
  expect(verdict).toMatchObject({ status: 'inconclusive', because: expect.stringContaining('run/starts') });
});

it('lets a check that throws end the run: that is a bug', () => {
  const judge = () => {
    throw new Error('bug');
  };
  expect(() => judgeFacts(someCriterion({ judge }), { dockerfile: { stages: [] } })).toThrow('bug');
});
