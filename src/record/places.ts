import type { Evidence, EvidenceRecord, Place, Verdict } from '../domain/index.ts';
import { sha256 } from '../formats/index.ts';

/** The lines of a file that evidence names; null where there is no such file. */
export type LinesOf = (file: string) => readonly string[] | null;

/** Gives every place in a verdict the digest of its lines, so that it can be found again when the file has moved on. */
export function anchored(verdict: Verdict, linesOf: LinesOf): Verdict {
  return withPlaces(verdict, (place) => {
    const lines = linesOf(place.file);
    const digest = lines && digestAt(lines, place.startLine, place.endLine);
    return digest ? { ...place, digest } : place;
  });
}

/**
 * The record with every place where its lines stand now: the nearest lines of the same text in the same file. Lines that are
 * gone keep their old numbers and are marked as changed, and what rests on them is stale.
 */
export function resolved(record: EvidenceRecord, linesOf: LinesOf): EvidenceRecord {
  const resolve = (place: Place): Place => {
    if (place.digest === undefined) return place;
    const found = nearest(linesOf(place.file) ?? [], place);
    if (found === null) return { ...place, changed: true };
    return { ...place, startLine: found, endLine: found + place.endLine - place.startLine };
  };
  return {
    ...record,
    ticks: record.ticks.map((tick) => {
      let isGone = false;
      const verdict = withPlaces(tick.verdict, (place) => {
        const now = resolve(place);
        isGone ||= now.changed === true;
        return now;
      });
      return { ...tick, verdict, currency: isGone && tick.currency === 'fresh' ? 'stale' : tick.currency };
    }),
  };
}

function nearest(lines: readonly string[], { startLine, endLine, digest }: Place): number | null {
  if (digestAt(lines, startLine, endLine) === digest) return startLine;
  const height = endLine - startLine;
  let best: number | null = null;
  for (let line = 1; line + height <= lines.length; line++) {
    const isNearer = best === null || Math.abs(line - startLine) < Math.abs(best - startLine);
    if (isNearer && digestAt(lines, line, line + height) === digest) best = line;
  }
  return best;
}

/** Of the lines without the blanks around them: an indent more or less moves nothing. */
function digestAt(lines: readonly string[], start: number, end: number): string | null {
  if (start < 1 || end > lines.length) return null;
  const text = lines.slice(start - 1, end).map((line) => line.trim());
  return sha256(text.join('\n'));
}

function withPlaces(verdict: Verdict, change: (place: Place) => Place): Verdict {
  const mapped = <T extends readonly Evidence[]>(evidence: T): T =>
    evidence.map((it) => (it.kind === 'source' ? { ...it, at: change(it.at) } : it)) as unknown as T; // as many as before
  switch (verdict.status) {
    case 'pass':
      return { ...verdict, evidence: mapped(verdict.evidence) };
    case 'fail': {
      const findings = verdict.findings.map((it) => ({ ...it, evidence: mapped(it.evidence) }));
      return { ...verdict, findings: findings as unknown as typeof verdict.findings }; // as many as before
    }
    case 'inconclusive':
      return verdict.evidence ? { ...verdict, evidence: mapped(verdict.evidence) } : verdict;
    case 'inapplicable':
      return verdict;
  }
}
