/** An entry of an ignore file: every condition that it names must hold. */
export interface IgnoreEntry {
  /** Empty = every vulnerability that the other conditions choose (grype). */
  readonly id: string;
  /** What it is for; a plain .trivyignore does not say. */
  readonly kind: 'any' | 'vulnerability' | 'misconfiguration' | 'secret' | 'licence';
  /** Globs; empty = everywhere. */
  readonly paths: readonly string[];
  /** Package URLs; without a version, every version. Empty = every package. */
  readonly purls: readonly string[];
  readonly packageName: string | null;
  readonly packageVersion: string | null;
  readonly packageType: string | null;
  /** grype: only where the fix is in this state. */
  readonly fixState: string | null;
  /** YYYY-MM-DD from which it no longer holds; null = for ever. */
  readonly until: string | null;
  readonly because: string;
  readonly line: number | null;
}

/** What cannot be read of an ignore file; what can is in `entries`. */
export interface IgnoreFile {
  readonly entries: readonly IgnoreEntry[];
  readonly problems: readonly { readonly entry: string; readonly detail: string }[];
}

export function entryOf(id: string, more: Partial<IgnoreEntry>): IgnoreEntry {
  return {
    id,
    kind: 'any',
    paths: [],
    purls: [],
    packageName: null,
    packageVersion: null,
    packageType: null,
    fixState: null,
    until: null,
    because: '',
    line: null,
    ...more,
  };
}

/** The date of `2026-01-31` or of an RFC 3339 time; null where it is none. */
export function untilOf(text: string): string | null {
  const [, date = ''] = /^(\d{4}-\d{2}-\d{2})(?:[T ][0-9:.]{1,20}(?:Z|[+-]\d{2}:?\d{2})?)?$/.exec(text.trim()) ?? [];
  const at = Date.parse(`${date}T00:00:00Z`);
  return Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== date ? null : date;
}
