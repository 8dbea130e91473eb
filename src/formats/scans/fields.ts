import type { Severity, Vulnerability } from '../../domain/index.ts';

/** A JSON object; what is none is an empty one. Fields are read with `Object.hasOwn`, so that `__proto__` is no field. */
export type Fields = Readonly<Record<string, unknown>>;

const NOTHING: Fields = {};

export function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : NOTHING;
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function field(value: unknown, ...path: readonly string[]): unknown {
  let at = value;
  for (const name of path) {
    if (!isFields(at) || !Object.hasOwn(at, name)) return undefined;
    at = at[name];
  }
  return at;
}

export function textAt(value: unknown, ...path: readonly string[]): string {
  const found = field(value, ...path);
  return typeof found === 'string' ? found : '';
}

export function numberAt(value: unknown, ...path: readonly string[]): number | null {
  const found = field(value, ...path);
  return typeof found === 'number' && Number.isFinite(found) ? found : null;
}

export function listAt(value: unknown, ...path: readonly string[]): readonly unknown[] {
  const found = field(value, ...path);
  return Array.isArray(found) ? found : [];
}

export function textsAt(value: unknown, ...path: readonly string[]): readonly string[] {
  return listAt(value, ...path).filter((it) => typeof it === 'string');
}

/** The JSON value of a text; undefined where it is none. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text) as unknown;
  } catch {
    return undefined; // the caller says what it is not
  }
}

/** RFC 3339, or null: years before 1970 are how Go writes "no time". */
export function dateOf(text: string): string | null {
  const at = Date.parse(text);
  return Number.isNaN(at) || at <= 0 || !/^\d{4}-\d\d-\d\d/.test(text) ? null : new Date(at).toISOString();
}

const SEVERITIES: Readonly<Record<string, Severity>> = {
  critical: 'critical',
  high: 'high',
  important: 'high',
  medium: 'medium',
  moderate: 'medium',
  low: 'low',
  negligible: 'negligible',
  unimportant: 'negligible',
  none: 'negligible',
  info: 'negligible',
  informational: 'negligible',
};

/** A rating in any tool's or distribution's words; what none of them says is unknown. */
export function severityOf(word: string): Severity {
  const key = word.trim().toLowerCase().replaceAll(/[*]+$/g, '');
  return Object.hasOwn(SEVERITIES, key) ? (SEVERITIES[key] ?? 'unknown') : 'unknown';
}

const STATUSES: Readonly<Record<string, Vulnerability['status']>> = {
  affected: 'affected',
  fixed: 'fixed',
  will_not_fix: 'will-not-fix',
  'wont-fix': 'will-not-fix',
  fix_deferred: 'fix-deferred',
  end_of_life: 'end-of-life',
  under_investigation: 'under-investigation',
  not_affected: 'not-affected',
  'not-fixed': 'affected',
};

export function statusOf(word: string): Vulnerability['status'] {
  return Object.hasOwn(STATUSES, word) ? (STATUSES[word] ?? 'unknown') : 'unknown';
}
