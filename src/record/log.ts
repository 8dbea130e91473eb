import type { Digest, EvidenceRecord } from '../domain/index.ts';
import { canonicalJson, sha256 } from '../formats/index.ts';
import { recordDigest } from './currency.ts';

/** One line of `.tickproof/log.jsonl`: append-only, each with the hash of the one before. */
export interface LogEntry {
  readonly at: string;
  readonly run: string;
  readonly decision: string;
  readonly exitCode: number;
  readonly record: Digest;
  readonly previous: Digest | null;
  readonly hash: Digest;
}

/** The next line for a record; `last` is the log's last line, or null for the first. Ends in a newline. A damaged line is followed as if it was none: `brokenLine` tells. */
export function logLine(record: EvidenceRecord, last: string | null): string {
  const previous = last === null ? null : readEntry(last).hash || null;
  const body = {
    at: record.run.finishedAt,
    run: record.run.id,
    decision: record.decision,
    exitCode: record.exitCode,
    record: recordDigest(record),
    previous,
  };
  const entry: LogEntry = { ...body, hash: sha256(`tickproof/log/v1\0${canonicalJson(body)}`) };
  return `${JSON.stringify(entry)}\n`;
}

/** The number (from 1) of the line that noted this record's run and notes another record, or null: the record was edited, or the log. */
export function disownedBy(lines: readonly string[], record: EvidenceRecord): number | null {
  const index = lines.findLastIndex((line) => readEntry(line).run === record.run.id);
  const noted = lines[index];
  return noted !== undefined && readEntry(noted).record !== recordDigest(record) ? index + 1 : null;
}

/** The number (from 1) of the first line that does not follow from the one before, or null when the chain holds. */
export function brokenLine(lines: readonly string[]): number | null {
  let previous: Digest | null = null;
  for (const [index, line] of lines.entries()) {
    const { hash, ...body } = readEntry(line);
    if (body.previous !== previous || hash !== sha256(`tickproof/log/v1\0${canonicalJson(body)}`)) return index + 1;
    previous = hash;
  }
  return null;
}

const NO_ENTRY = {
  at: '',
  run: '',
  decision: '',
  exitCode: 0,
  record: '' as Digest,
  previous: null,
  hash: '' as Digest,
}; // never a valid link

function readEntry(line: string): LogEntry {
  try {
    return (JSON.parse(line) as LogEntry | null) ?? NO_ENTRY; // its hash decides whether it is one
  } catch {
    return NO_ENTRY;
  }
}
