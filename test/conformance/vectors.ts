/** What came of one file of vectors; a miss begins with the vector's id and says what came instead. */
export interface Outcome {
  readonly file: string;
  readonly total: number;
  readonly passed: number;
  readonly misses: readonly string[];
}

/** One vector. */
// oxlint-disable-next-line typescript/no-explicit-any -- vectors are what they are: each judge knows its own fields
export type Case = Readonly<Record<string, any>>;

/** A reader that throws has failed the vector, not the run. */
export function outcomeOf(judge: (it: Case) => string | null, it: Case): string | null {
  try {
    return judge(it);
  } catch (error) {
    return `it threw ${String(error)}`;
  }
}

/** Both values where they differ, else null. The order of keys does not count. */
export function differs(ours: unknown, theirs: unknown): string | null {
  const [left, right] = [JSON.stringify(sorted(ours)), JSON.stringify(sorted(theirs))];
  return left === right ? null : `${left} instead of ${right}`;
}

/** The same value with the keys of its objects in order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  );
}
