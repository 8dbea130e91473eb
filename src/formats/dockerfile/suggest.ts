import { editDistance } from '../nearest.ts';

/** The candidate within edit distance 2 of a name, for "did you mean". */
export function nearestOf(name: string, candidates: readonly string[]): string | null {
  const ranked = candidates
    .map((candidate) => ({ candidate, distance: editDistance(name.toLowerCase(), candidate.toLowerCase(), 3) }))
    .filter(({ distance }) => distance <= 2)
    .sort((left, right) => left.distance - right.distance);
  return ranked[0]?.candidate ?? null;
}
