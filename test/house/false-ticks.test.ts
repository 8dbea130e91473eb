import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { FAULTS, falseTicksPage, fixtures, kinds, OF_RECORDS } from '../e2e/false-ticks.ts';

const ROWS = 15; // of the list of kinds that were seen
const inFixtures = fixtures.flatMap(({ ticks }) => ticks.map(({ kind }) => kind));
const named = kinds.map(({ kind }) => kind);

it('covers every row of the list of false ticks by something that is run', () => {
  const covered = kinds.filter(({ unseen }) => unseen === undefined).map(({ row }) => row);
  expect([...new Set(covered)].sort((a, b) => a - b)).toEqual(Array.from({ length: ROWS }, (_, index) => index + 1));
});

it('has for each kind a fixture, a record that the test makes, or a reason why nothing notices it yet', () => {
  expect(new Set(named).size).toBe(named.length);
  const without = kinds.filter(
    ({ kind, unseen }) =>
      [inFixtures.includes(kind), kind in OF_RECORDS, unseen !== undefined].filter(Boolean).length !== 1,
  );
  expect(without).toEqual([]);
});

it('knows every kind that a fixture or a record is about', () => {
  expect([...inFixtures, ...Object.keys(OF_RECORDS)].filter((kind) => !named.includes(kind))).toEqual([]);
});

it('has in each fixture the hand-written verification, and expects no ✅', () => {
  for (const { name, ticks } of fixtures) {
    expect(readdirSync(join(FAULTS, name)), name).toEqual(expect.arrayContaining(['naive.sh', 'tickproof.yaml']));
    expect(ticks.length, name).toBeGreaterThan(0);
    for (const { verdict, proof, reason } of ticks) {
      if (verdict === 'pass') expect(proof, name).toMatch(/^(?:vacuous|partial|unattempted)$/);
      if (verdict === 'fail') expect(reason, name).toBeDefined();
    }
  }
});

it('is told on the page about false ticks', async () => {
  await expect(falseTicksPage()).toMatchFileSnapshot('../../docs/guide/false-ticks.md');
});
