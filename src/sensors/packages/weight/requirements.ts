import type { Package } from '../../../domain/index.ts';

/** What hangs on each package, and why it is there. */
export interface Requirements {
  /** Its own bytes, and those of packages that nothing else needs. */
  readonly retained: (purl: string) => number;
  /** Names from something that nothing needs down to it, the shortest way. */
  readonly why: (purl: string) => readonly string[];
}

const ROOT = 0;
/** No honest image has more, and a made-up graph of more would take long. */
const MOST_PACKAGES = 20_000;
/** Real graphs settle within a few. */
const MOST_PASSES = 100;

/**
 * Reads the graph of requirements as a profiler reads a heap: what a package retains is what is reached through it alone.
 * Packages that nothing needs are the roots; of a ring that nothing outside needs, the first by name.
 */
export function requirementsOf(packages: readonly Package[], bytesOf: ReadonlyMap<string, number>): Requirements {
  const known = [...new Map(packages.map((it) => [it.purl, it])).values()];
  if (known.length > MOST_PACKAGES) return { retained: (purl) => bytesOf.get(purl) ?? 0, why: () => [] };
  const index = new Map(known.map(({ purl }, at) => [purl, at + 1]));
  const needs = known.map(({ purl, requires }) => requires.flatMap((it) => (it === purl ? [] : (index.get(it) ?? []))));
  const roots = rootsOf(needs);
  const edges = [roots, ...needs];
  const { order, parent } = breadthFirst(edges);
  const dominator = dominatorsOf(edges);
  const sums = edges.map((_, node) => (node === ROOT ? 0 : (bytesOf.get(known[node - 1]?.purl ?? '') ?? 0)));
  for (const node of dominator.order.toReversed()) {
    if (node !== ROOT) sums[dominator.of[node] ?? ROOT] = (sums[dominator.of[node] ?? ROOT] ?? 0) + (sums[node] ?? 0);
  }
  const isReached = new Set(order);
  return {
    retained: (purl) => sums[index.get(purl) ?? -1] ?? 0,
    why: (purl) => {
      const chain: string[] = [];
      for (let node = index.get(purl) ?? ROOT; node !== ROOT && isReached.has(node); node = parent[node] ?? ROOT)
        chain.unshift(known[node - 1]?.name ?? '');
      return chain;
    },
  };
}

/** Nodes count from 1: 0 is what stands for the image. */
function rootsOf(needs: readonly (readonly number[])[]): readonly number[] {
  const needed = new Set(needs.flat());
  const roots = needs.flatMap((_, at) => (needed.has(at + 1) ? [] : [at + 1]));
  const reached = new Set<number>();
  const reach = (from: number): void => {
    const waiting = [from];
    for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
      if (reached.has(node)) continue;
      reached.add(node);
      waiting.push(...(needs[node - 1] ?? []));
    }
  };
  for (const root of roots) reach(root);
  for (let node = 1; node <= needs.length; node++) {
    if (reached.has(node)) continue;
    roots.push(node);
    reach(node);
  }
  return roots;
}

function breadthFirst(edges: readonly (readonly number[])[]): { order: readonly number[]; parent: readonly number[] } {
  const parent: number[] = edges.map(() => -1);
  const order = [ROOT];
  parent[ROOT] = ROOT;
  for (const node of order) {
    for (const next of edges[node] ?? []) {
      if (parent[next] !== -1) continue;
      parent[next] = node;
      order.push(next);
    }
  }
  return { order, parent };
}

/** Immediate dominators by the algorithm of Cooper, Harvey and Kennedy; `order` is one in which each comes after its own. */
function dominatorsOf(edges: readonly (readonly number[])[]): { of: readonly number[]; order: readonly number[] } {
  const order = reversePostorder(edges);
  const place = new Map(order.map((node, at) => [node, at]));
  const before: number[][] = edges.map(() => []);
  order.forEach((node) => edges[node]?.forEach((next) => before[next]?.push(node)));
  const of: number[] = edges.map(() => -1);
  of[ROOT] = ROOT;
  const meet = (a: number, b: number): number => {
    let [left, right] = [a, b];
    while (left !== right) {
      if ((place.get(left) ?? 0) > (place.get(right) ?? 0)) left = of[left] ?? ROOT;
      else right = of[right] ?? ROOT;
    }
    return left;
  };
  let changed = true;
  for (let pass = 0; changed && pass < MOST_PASSES; pass++) {
    changed = false;
    for (const node of order) {
      if (node === ROOT) continue;
      const known = (before[node] ?? []).filter((it) => of[it] !== -1);
      const nearest = known.reduce<number | null>((a, b) => (a === null ? b : meet(a, b)), null) ?? ROOT;
      if (of[node] === nearest) continue;
      of[node] = nearest;
      changed = true;
    }
  }
  return { of, order };
}

function reversePostorder(edges: readonly (readonly number[])[]): readonly number[] {
  const done: number[] = [];
  const seen = new Set([ROOT]);
  const path: { readonly node: number; next: number }[] = [{ node: ROOT, next: 0 }];
  for (let at = path.at(-1); at !== undefined; at = path.at(-1)) {
    const child = edges[at.node]?.[at.next++];
    if (child === undefined) {
      done.push(at.node);
      path.pop();
    } else if (!seen.has(child)) {
      seen.add(child);
      path.push({ node: child, next: 0 });
    }
  }
  return done.toReversed();
}
