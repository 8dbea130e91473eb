import type { Package, ScanEngine, Severity, Vulnerability } from '../../../domain/index.ts';

/** What one engine says of one package. */
export interface Finding {
  readonly engine: ScanEngine['name'];
  readonly package: Package;
  readonly id: string;
  /** Other names of the same vulnerability: findings that share one are put together. */
  readonly aliases: readonly string[];
  /** Advisories that speak of this vulnerability and of others. */
  readonly advisories: readonly string[];
  readonly severity: Severity;
  readonly severityFrom: string;
  /** How good the source of the severity is within its engine; the lowest counts. */
  readonly rank: number;
  readonly score: number | null;
  readonly fixedIn: readonly string[];
  readonly status: Vulnerability['status'];
  readonly summary: string;
  readonly published: string | null;
}

/** What came of one engine: what it is, and what it found. */
export interface Look {
  readonly engine: ScanEngine;
  readonly findings: readonly Finding[];
}

const DAY_MS = 86_400_000;

/** Days between the data's date and now, one decimal. */
export function ageDays(dataDate: string | null, nowMs: number): number | null {
  const at = Date.parse(dataDate ?? '');
  return Number.isNaN(at) ? null : Math.round(Math.max(0, nowMs - at) / (DAY_MS / 10)) / 10;
}

/** The oldest of some dates; null where one is not known, or there is none. */
export function oldestOf(dates: readonly (string | null)[]): string | null {
  const times = dates.map((date) => Date.parse(date ?? ''));
  const oldest = Math.min(...times);
  return Number.isFinite(oldest) ? new Date(oldest).toISOString() : null;
}

/** An engine that could not look. */
export function failed(name: ScanEngine['name'], how: string, why: string, version: string | null = null): Look {
  return {
    engine: { name, version, dataDate: null, dataAgeDays: null, how, covers: [], failed: why, unreadable: [] },
    findings: [],
  };
}
