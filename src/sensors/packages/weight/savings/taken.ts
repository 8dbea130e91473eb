import type { Attributed } from '../attribution.ts';
import type { SavingRule } from './rule.ts';

/** A content that a rule has taken, and how many of its bytes would go. */
export interface Taken {
  readonly rule: Omit<SavingRule, 'takes'>;
  readonly content: Attributed;
  readonly bytes: number;
}

const SHOWN_PATHS = 5;

export function bytesOf(members: readonly Taken[]): number {
  return members.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** The largest of them, for a look. */
export function largestPaths(members: readonly Taken[]): readonly string[] {
  const sorted = members.toSorted((a, b) => b.bytes - a.bytes || (a.content.path < b.content.path ? -1 : 1));
  return sorted.slice(0, SHOWN_PATHS).map(({ content }) => content.path);
}
