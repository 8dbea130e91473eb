import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Package } from '../../../domain/index.ts';
import { requirementsOf } from './requirements.ts';

const named = (name: string, requires: readonly string[]): Package => ({
  type: 'npm',
  name,
  version: '1',
  architecture: null,
  source: null,
  licences: [],
  purl: name,
  cataloguer: 'npm-installed',
  path: `/${name}`,
  layer: 0,
  sizeBytes: 1,
  files: 1,
  shippedBy: null,
  requires,
});

/** By the meaning of it: what cannot be reached any more once the package is gone. */
function retainedByRemoval(packages: readonly Package[], gone: string): number {
  const roots = packages.filter(({ purl }) => !packages.some((it) => it.purl !== purl && it.requires.includes(purl)));
  const reached = (without: string | null) => {
    const seen = new Set(roots.map(({ purl }) => purl).filter((it) => it !== without));
    for (const purl of seen)
      for (const next of packages.find((it) => it.purl === purl)?.requires ?? []) if (next !== without) seen.add(next);
    return seen.size;
  };
  return reached(null) - reached(gone);
}

it('retains what nothing else leads to, as taking the package away shows', () => {
  const count = 8;
  const graph = fc.array(fc.array(fc.nat(count - 1), { maxLength: 4 }), { minLength: count, maxLength: count });
  fc.assert(
    fc.property(graph, (edges) => {
      // edges lead to later ones only: a ring that nothing outside needs has no root by its meaning
      const packages = edges.map((targets, from) =>
        named(`p${from}`, [...new Set(targets.filter((to) => to > from).map((to) => `p${to}`))]),
      );
      const { retained, why } = requirementsOf(packages, new Map(packages.map(({ purl }) => [purl, 1])));
      for (const { purl } of packages) {
        expect(retained(purl)).toBe(retainedByRemoval(packages, purl));
        expect(why(purl).at(-1)).toBe(purl);
      }
    }),
  );
});

it('ends for rings, in which the first by name counts as the root', () => {
  const ring = [named('a', ['b']), named('b', ['c']), named('c', ['a'])];
  const { retained, why } = requirementsOf(
    ring,
    new Map([
      ['a', 1],
      ['b', 10],
      ['c', 100],
    ]),
  );
  expect([retained('a'), retained('b'), retained('c')]).toEqual([111, 110, 100]);
  expect(why('c')).toEqual(['a', 'b', 'c']);
});

it('takes bounded time for graphs that are made to take long', () => {
  const chain = (name: string) =>
    Array.from({ length: 6000 }, (_, at) =>
      named(`${name}${at}`, at < 5999 ? [`${name}${at + 1}`] : Array.from({ length: 6000 }, (__, to) => `z${to}`)),
    );
  const ends = Array.from({ length: 6000 }, (_, at) => named(`z${at}`, []));
  const packages = [...chain('a'), ...chain('b'), ...ends];
  const { retained } = requirementsOf(packages, new Map(packages.map(({ purl }) => [purl, 1])));
  expect(retained('a0')).toBe(6000);
  const crowd = Array.from({ length: 30_000 }, (_, at) => named(`p${at}`, [`p${at + 1}`]));
  expect(requirementsOf(crowd, new Map([['p0', 7]])).retained('p0')).toBe(7);
});
