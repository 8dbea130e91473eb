/** The known name nearest to a misspelt one, or null when none is near (Levenshtein, at most a third of the letters). */
export function nearest(name: string, known: Iterable<string>): string | null {
  let best: string | null = null;
  let bestDistance = Math.max(2, Math.floor(name.length / 3)) + 1;
  for (const candidate of known) {
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase(), bestDistance);
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

/** Levenshtein's distance of two texts; at least `limit` where their lengths alone say so. */
export function editDistance(a: string, b: string, limit = Number.POSITIVE_INFINITY): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/**
 * The id that may be meant, also by its last part alone: `dockerfile/no-sudo` by `no-sudoo`. One that goes on where the name
 * ends comes before one that is spelt alike.
 */
export function nearestId(name: string, ids: Iterable<string>): string | null {
  const all = [...ids];
  if (name.includes('/')) return longer(name, all) ?? nearest(name, all);
  const byPart = new Map(all.map((id): [string, string] => [lastPart(id), id]));
  const near = longer(name, [...byPart.keys()]) ?? nearest(name, byPart.keys());
  return near === null ? null : (byPart.get(near) ?? null);
}

const lastPart = (id: string): string => id.slice(id.lastIndexOf('/') + 1);

/** The shortest of those that begin with a name, which is to tell something itself. */
function longer(name: string, known: readonly string[]): string | null {
  if (lastPart(name).length < FEWEST_LETTERS) return null;
  const start = name.toLowerCase();
  const all = known.filter((it) => it.toLowerCase().startsWith(start));
  return all.reduce<string | null>((best, it) => (best !== null && best.length <= it.length ? best : it), null);
}

const FEWEST_LETTERS = 3;
