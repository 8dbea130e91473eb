import type { EvidenceRecord, Place, Tick } from '../../domain/index.ts';
import { signOf } from '../glyph.ts';
import { momentOf } from '../outcome.ts';
import { code, prose } from '../markdown/write.ts';

/** The lines of acceptance that the owner wrote, in their order; all of them where the profile alone was judged. */
export function ownTicks({ ticks }: EvidenceRecord): readonly Tick[] {
  const own = ticks.filter(({ criterion }) => criterion.at !== undefined);
  return own.length > 0 ? [...own].sort(byPlace) : ticks;
}

/** Criteria that the profile adds. */
export function furtherTicks(record: EvidenceRecord): readonly Tick[] {
  const own = new Set(ownTicks(record));
  return record.ticks.filter((tick) => !own.has(tick));
}

/** Those that carry an id of the owner's: the numbered requirements. */
export function numberedTicks(record: EvidenceRecord): readonly Tick[] {
  const own = ownTicks(record);
  const numbered = own.filter(({ criterion }) => criterion.id.split(/[@#]/)[0] !== criterion.check);
  return numbered.length > 0 ? numbered : own;
}

function byPlace(one: Tick, other: Tick): number {
  return (one.criterion.at?.startLine ?? 0) - (other.criterion.at?.startLine ?? 0);
}

/** Sign and word, as of the end of the run. */
export function statusOf(tick: Tick, record: EvidenceRecord): string {
  const { symbol, word } = signOf(tick, momentOf(record));
  return `${symbol} ${word}`;
}

/** The sentence, with the owner's id before it. */
export function nameOf({ criterion: { id, check, title } }: Tick): string {
  return id === check ? prose(title) : `**${prose(id)}** ${prose(title)}`;
}

/** `Dockerfile lines 3-7`; of lines that are gone, that they have changed. */
export function linesText({ file, startLine, endLine, changed }: Place): string {
  const lines = startLine === endLine ? `line ${startLine}` : `lines ${startLine}-${endLine}`;
  return `${code(file)} ${lines}${changed ? ' (changed since)' : ''}`;
}
