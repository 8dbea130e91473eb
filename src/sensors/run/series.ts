import type { Series } from '../../domain/index.ts';

/** Median, p95 (nearest rank), maximum and spread of samples that are there. */
export function seriesOf(unit: Series['unit'], samples: readonly [number, ...number[]] | readonly number[]): Series {
  const sorted = [...samples].sort((a, b) => a - b);
  const rank = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
  const middle = sorted.length / 2;
  const median = sorted.length % 2 === 1 ? rank(0.5) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
  const max = sorted.at(-1) ?? 0;
  const spread = median === 0 ? 0 : (max - (sorted[0] ?? 0)) / median;
  return { unit, samples, median, p95: rank(0.95), max, spread };
}
