import { expect, it } from 'vitest';
import { canonicalRecord } from '../../test/golden/record.ts';
import type { CounterProof, EvidenceRecord } from '../domain/index.ts';
import { sumProofs, sumsText } from './proof-sums.ts';
import { suggestionFor } from './suggestion.ts';
import { brokeEverything, worldsOf } from './worlds.ts';

const sleeper = 'a silent sleeper in place of the service';

function having(counterProofs: readonly CounterProof[]): EvidenceRecord {
  const { proof: _, ...run } = canonicalRecord.run;
  return { ...canonicalRecord, run, counterProofs };
}

function made(criterion: string, mutant: string, more: Partial<CounterProof> = {}): CounterProof {
  const outcome = { status: 'killed', reason: 'r', message: 'm' } as const;
  return { criterion, mutant, level: 'R', expected: 'r', outcome, elapsedMs: 2000, ...more };
}

it('is one world where several criteria were judged on one change, and two in two projects', () => {
  const [shared] = worldsOf(having([made('A4', sleeper), made('run/logs', sleeper)]));
  expect(shared).toMatchObject({ killed: ['A4', 'run/logs'], survived: [] });
  const stacks = [made('stack/up@universal', 'x', { level: 'P' }), made('A4', 'x', { level: 'P' })];
  expect(worldsOf(having(stacks)).map(({ stack }) => stack)).toEqual(['universal', null]);
  const named = [made('A4', 'one title', { world: 'w' }), made('A8', 'another', { world: 'w' })];
  expect(worldsOf(having(named)).map(({ title }) => title)).toEqual(['one title; another']);
});

it('says who went red, who stayed green, and how many others did, each once', () => {
  const others = { alsoRed: ['A8', 'run/logs'], alsoGreen: ['own-1'], alsoJudged: 5 };
  const [world] = worldsOf(having([made('A4', sleeper, others), made('run/logs', sleeper, { alsoRed: ['A4'] })]));
  expect(world).toMatchObject({ alsoRed: ['A8'], alsoGreen: ['own-1'], othersGreen: 2 });
});

it('calls a world one that breaks everything only where enough was judged and nothing stayed green', () => {
  const broke = (more: Partial<CounterProof>) =>
    worldsOf(having([made('A4', sleeper, more)])).map((world) => brokeEverything(world));
  expect(broke({ alsoRed: ['A8', 'run/logs', 'own-1'], alsoJudged: 3 })).toEqual([true]);
  expect(broke({ alsoRed: ['A8', 'run/logs', 'own-1'], alsoJudged: 4 })).toEqual([false]);
  expect(broke({ alsoRed: ['A8'], alsoJudged: 1 })).toEqual([false]);
  expect(broke({})).toEqual([false]);
});

it('sums up what was started, and counts what was taken over as started by nobody', () => {
  const proofs = [made('A4', 'x'), made('run/logs', 'x'), made('A8', 'y', { reused: true })];
  expect(sumProofs(having(proofs))).toMatchObject({ mutants: 3, containers: 1, fromCache: 1, elapsedMs: 2000 });
  const sums = sumProofs(canonicalRecord);
  expect(sums && sumsText(sums)).toBe(
    '8 of 16 criteria proven; 26 mutants went red (9 containers, 2 stacks, 1 build) in 18 s; 3 survived; 1 not run; reused: 4 from the last record',
  );
  expect(sumProofs(having([]))).toBe(null);
  const none = { ...(sums ?? expect.fail()), fromRecord: 0 };
  expect(sumsText(none)).toContain('; none reused');
  expect(sumsText({ ...none, fromRecord: 22, fromCache: 5 })).toContain(
    '; reused: 22 from the last record, 5 from the cache of earlier runs',
  );
  expect(sumsText({ ...none, elapsedMs: 0 })).not.toContain('0 ms');
});

it('suggests a nearer bound for reasons of that bound only', () => {
  const measured = { what: 'it', value: 1, unit: 'ms', target: '<60s', margin: 0.9, samples: [] };
  const [first] = canonicalRecord.ticks;
  const tick = { ...(first ?? expect.fail()), measured };
  const of = (expected: string) =>
    suggestionFor(tick, {
      ...made('A4', 'x'),
      expected,
      outcome: { status: 'survived', verdict: 'pass', reasons: [] },
    });
  for (const reason of ['memory-over', 'slow', 'slow-start', 'reduction-under']) expect(of(reason)).toMatch(/^Tighten/);
  for (const reason of ['exit', 'output', 'overwritten']) expect(of(reason)).not.toMatch(/^Tighten/);
});

it('suggests for each kind of survivor what would notice it', () => {
  const suggestions = canonicalRecord.ticks.flatMap((tick) =>
    canonicalRecord.counterProofs
      .filter(({ criterion, outcome }) => criterion === tick.criterion.id && outcome.status === 'survived')
      .map((it) => suggestionFor(tick, it)),
  );
  expect(suggestions.map((text) => text.split(/[:(]/)[0]?.trim())).toEqual([
    'Tighten the bound',
    'Something else broke first',
    'As written it does not notice this change',
  ]);
});
