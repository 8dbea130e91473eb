import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { describe, expect, it } from 'vitest';
import { tryMany } from '../../scripts/fuzz/loop.ts';
import { parsers } from '../../scripts/fuzz/parsers.ts';
import { Random } from '../../scripts/fuzz/random.ts';

const SEED = 5;
/** What is slow is tried less often; `npm run fuzz` tries a million of each. */
const INPUTS: Readonly<Record<string, number>> = { dockerfile: 300, lint: 100, fix: 20, compose: 200 };
const MOST = 500;

describe('texts that nobody would write', () => {
  it.each(parsers.map((parser) => [parser.name, parser] as const))(
    'are taken by %s as they have to be',
    (name, parser) => {
      const count = INPUTS[name] ?? MOST;
      const { inputs, faults } = tryMany(parser, SEED, { from: 0, count, untilMs: Number.POSITIVE_INFINITY });
      expect(faults.map(({ input, what, text }) => ({ input, what, text }))).toEqual([]);
      expect(inputs).toBe(count);
    },
  );

  it('are the same for the same seed and number, whichever ran before', () => {
    for (const { make } of parsers) {
      const first = make(new Random(3, 7));
      make(new Random(3, 8));
      expect(make(new Random(3, 7))).toBe(first);
    }
  });

  it('are found where one is not taken', () => {
    const picky = {
      name: 'picky',
      make: (random: Random) => random.pick(['good', 'bad']),
      check: (text: string) => {
        if (text === 'bad') throw new TypeError('it was bad');
      },
    };
    const { faults } = tryMany(picky, SEED, { from: 0, count: 50, untilMs: Number.POSITIVE_INFINITY });
    expect(faults).toMatchObject([{ parser: 'picky', text: 'bad', what: expect.stringContaining('it was bad') }]);
    expect(faults).toHaveLength(1); // of one kind one is enough
  });
});

describe('the program that tries them', () => {
  const script = join(import.meta.dirname, '../../scripts/fuzz.ts');
  it.each([
    [['--help'], 0, 'stdout'],
    [['--frob'], 2, 'stderr'],
    [['--seed', 'x'], 2, 'stderr'],
  ] as const)('answers %j with how it is called', (args, status, stream) => {
    const ran = spawnSync(execPath, ['--import', import.meta.resolve('tsx'), script, ...args], { encoding: 'utf8' });
    expect(ran).toMatchObject({ status, [stream]: expect.stringContaining('npm run fuzz [-- COUNT') as unknown });
    expect(ran.stderr).not.toMatch(/^ +at /m);
  });
});
