import type { Currency, Digest, EvidenceRecord, Inputs, Tick } from '../domain/index.ts';
import { digestOf } from '../formats/index.ts';

const DAY_MS = 86_400_000;

/** How long verdicts of a check or a kind hold, in days; absent = as long as their inputs. */
const LIFETIME_DAYS: Readonly<Record<string, number>> = {
  'packages/vulnerabilities': 1,
  run: 30,
  stack: 30,
  build: 30,
};

/** When a verdict expires, as RFC 3339, or null for never. */
export function validUntil(check: string, judgedAtMs: number): string | null {
  const days = LIFETIME_DAYS[check] ?? LIFETIME_DAYS[check.split('/')[0] ?? ''];
  return days === undefined ? null : new Date(judgedAtMs + days * DAY_MS).toISOString();
}

/** What became of a tick since it was judged: `inputs` are those of now; null = they cannot be said. */
export function currencyOf(
  tick: Tick,
  inputs: Inputs | null,
  nowMs: number,
): { currency: Currency; moved: readonly string[] } {
  if (tick.currency === 'tampered') return { currency: 'tampered', moved: [] };
  const moved = inputs === null ? [] : movedInputs(tick.inputs, inputs);
  if (moved.length > 0) return { currency: 'stale', moved };
  if (tick.validUntil !== null && nowMs >= Date.parse(tick.validUntil)) return { currency: 'expired', moved: [] };
  return { currency: 'fresh', moved: [] };
}

function movedInputs(then: Inputs, now: Inputs): string[] {
  const names = new Set([...Object.keys(then), ...Object.keys(now)]);
  return [...names].filter((name) => then[name] !== now[name]).sort();
}

/** The earliest moment at which any tick expires. */
export function recordValidUntil(ticks: readonly Tick[]): string | null {
  const dates = ticks.flatMap(({ validUntil }) => validUntil ?? []).sort();
  return dates[0] ?? null;
}

/** The digest that the next record names as its previous one. */
export function recordDigest(record: EvidenceRecord): Digest {
  return digestOf(record);
}
