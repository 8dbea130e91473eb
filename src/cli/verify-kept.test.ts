import { describe, expect, it } from 'vitest';
import { emptyPorts, EXAMPLE_ROOT, exampleTarget, memoryFiles, redFor, SEEN, someCheck } from '../../test/kit/index.ts';
import { type AnyMutant, type Claim, keptProofs, proveByEngine, Tally } from '../proof/index.ts';
import { keptOfEngine } from './verify-kept.ts';

const asUser = (user: string | null): AnyMutant => ({
  level: 'R',
  title: `as user ${user}`,
  reason: 'restarted',
  edit: () => (user === null ? null : { user }),
});

/** Green while nothing was restarted; `image` is what it was seen of. */
function claimOf(mutants: readonly AnyMutant[], image = 'sha256:1'): Claim {
  const check = someCheck({
    id: 'run/some',
    reads: ['run.restarts'],
    mutants,
    judge: ({ run }) => (run.restarts.count > 0 ? redFor('restarted') : SEEN),
  });
  const facts = { run: { restarts: { count: 0, windowMs: 1 } } };
  return { id: 'RUN-1', check, params: {}, facts, groups: ['run'], inputs: { image: image as never } };
}

/** A bench with a cache, whose worlds are counted. */
function benchWith(isRead = true) {
  const kept = new Map<string, unknown>();
  const cache = {
    read: (_: string, key: string) => kept.get(key),
    write: (_: string, key: string, value: unknown) => void kept.set(key, value),
  };
  const worlds: string[] = [];
  const bench: Parameters<typeof proveByEngine>[1] = {
    target: { ...exampleTarget({}), run: { ...exampleTarget({}).run, timeoutMs: 60_000 } },
    ports: { ...emptyPorts(memoryFiles(EXAMPLE_ROOT, {})), engine: {} as never },
    look: async (kind, { changed }) => {
      worlds.push(kind);
      return { restarts: { count: changed?.run ? 1 : 0, windowMs: 1 } };
    },
    kept: keptProofs(cache, isRead),
    others: { claims: [], tally: new Tally() },
    world: { sources: () => null, fromSources: async () => ({}), image: null, nothing: async () => ({}) },
  };
  return { bench, worlds };
}

describe('a quick proof', () => {
  it('takes over what an engine has shown of the same inputs, leaves the rest open, and makes no world', async () => {
    const { bench, worlds } = benchWith();
    await proveByEngine([claimOf([asUser('0')])], bench);
    const made = worlds.length;
    expect(made).toBeGreaterThan(0);
    const proofs = await keptOfEngine(claimOf([asUser('0'), asUser('1')]), bench);
    expect(proofs).toHaveLength(2);
    expect(proofs.find(({ mutant }) => mutant === 'as user 0')).toMatchObject({
      criterion: 'RUN-1',
      outcome: { status: 'killed' },
      reused: true,
    });
    expect(proofs.find(({ mutant }) => mutant === 'as user 1')?.outcome).toMatchObject({
      status: 'not-run',
      later: true,
    });
    expect(worlds).toHaveLength(made);
  });

  it('takes over nothing of other inputs', async () => {
    const { bench } = benchWith();
    await proveByEngine([claimOf([asUser('0')])], bench);
    expect(await keptOfEngine(claimOf([asUser('0')], 'sha256:2'), bench)).toMatchObject([
      { outcome: { status: 'not-run', because: 'it needs an engine, which --proof quick leaves out', later: true } },
    ]);
  });

  it('takes over nothing with --no-cache', async () => {
    const { bench } = benchWith(false);
    await proveByEngine([claimOf([asUser('0')])], bench);
    expect(await keptOfEngine(claimOf([asUser('0')]), bench)).toMatchObject([{ outcome: { status: 'not-run' } }]);
  });

  it('says of a mutant that finds nothing to change what a full proof would say', async () => {
    const { bench } = benchWith();
    const claim = claimOf([asUser(null)]);
    const { proofs } = await proveByEngine([claim], bench);
    expect(await keptOfEngine(claim, bench)).toEqual(proofs.get('RUN-1'));
  });
});
