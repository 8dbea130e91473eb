import type { Currency, EvidenceRecord, Tick } from '../domain/index.ts';
import { glyph, minuteOf, oneLine } from '../reports/index.ts';

/** A tick of the last record, and what became of it since. */
export interface Aged {
  readonly tick: Tick;
  readonly currency: Currency;
  /** Inputs that moved, by name. */
  readonly moved: readonly string[];
}

/** The last record's ticks as they stand now, those that fell first. */
export function statusText(
  record: EvidenceRecord,
  aged: readonly Aged[],
  { tampered, nowMs }: { readonly tampered: number | null; readonly nowMs: number; readonly colour: boolean },
): string {
  const part = record.run.leftOut.length > 0 ? ', of a selection' : '';
  const lines = [`record of ${minuteOf(record.run.finishedAt)} (run ${record.run.id}${part}), ${record.decision}`];
  if (tampered !== null)
    lines.push(
      tampered === 0
        ? '⧗ tampered: log.jsonl, which notes every run, is missing or empty'
        : `⧗ tampered: line ${tampered} of log.jsonl does not agree with the one before, or with record.json`,
    );
  const order = [...aged].sort((a, b) => Number(a.currency === 'fresh') - Number(b.currency === 'fresh'));
  for (const { tick, currency, moved } of order) {
    const why =
      moved.length > 0
        ? `  changed: ${moved.join(', ')}`
        : currency === 'expired'
          ? `  expired ${minuteOf(tick.validUntil ?? '')}`
          : '';
    lines.push(` ${glyph({ ...tick, currency }, nowMs)}  ${tick.criterion.id}  ${tick.criterion.title}${why}`);
  }
  return `${lines.join('\n')}\n`;
}

const MOST_WRITTEN = 5;

/** Which files changed, as far as their own times tell; null where none of them did. */
export function writtenLine(written: readonly string[] | null): string {
  if (written === null) return '';
  if (written.length === 0) return 'No file is newer than the record: one was removed, renamed or restored.\n';
  const more = written.length - MOST_WRITTEN;
  return `Written since the record: ${written.slice(0, MOST_WRITTEN).map(oneLine).join(', ')}${more > 0 ? ` and ${more} more` : ''}\n`;
}

/** What to do next, when something fell. */
export function nextLines(aged: readonly Aged[]): string {
  const fallen = aged.filter(({ currency }) => currency !== 'fresh').length;
  return fallen === 0
    ? 'All of it is still true.\n'
    : `${fallen} of ${aged.length} no longer hold → run \`tickproof verify\`\n`;
}
