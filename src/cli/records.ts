import { type EvidenceRecord, type Files, type Subject, TickproofError } from '../domain/index.ts';
import { digestOf } from '../formats/index.ts';
import { logLine, readRecord } from '../record/index.ts';

/** Where the record of a subject lies: in the deployment's folder, for a bare image in the working folder under a name of its own. */
export function recordFolder(subject: Subject, files: Files, cwd: string): string {
  if (subject.kind === 'folder') return files.resolve(subject.path, '.tickproof');
  return files.resolve(cwd, '.tickproof', `image-${digestOf(subject).slice(7, 19)}`);
}

/** The last record, or null; a damaged one throws `record-invalid` naming the file. */
export function lastRecord(folder: string, files: Files): EvidenceRecord | null {
  const path = files.resolve(folder, 'record.json');
  const text = files.readText(path);
  return text === null ? null : parseRecord(path, text);
}

/** Reads a saved record. Records of another schema are refused. */
export function parseRecord(path: string, text: string): EvidenceRecord {
  const remedy = 'Run `tickproof verify` again to make a new record.';
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new TickproofError('record-invalid', `${path} is not JSON`, { remedy, cause });
  }
  const record = readRecord(value);
  if (!('fault' in record)) return record;
  throw new TickproofError('record-invalid', `${path} is no record of this version (${record.fault})`, { remedy });
}

/** Keeps a record: written beside its place and renamed, and noted in the hash-chained log. */
export function saveRecord(folder: string, record: EvidenceRecord, files: Files): void {
  files.writeAtomic(files.resolve(folder, 'record.json'), `${JSON.stringify(record, null, 1)}\n`);
  const log = files.resolve(folder, 'log.jsonl');
  const lines = (files.readText(log) ?? '').trimEnd().split('\n');
  files.append(log, logLine(record, lines.at(-1) || null));
}
