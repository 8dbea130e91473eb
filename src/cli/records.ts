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

/** The last record for a run that can do without: a damaged or older one is none, and `onFault` is told why. */
export function lastRecordIfAny(
  folder: string,
  files: Files,
  onFault: (message: string) => void,
): EvidenceRecord | null {
  try {
    return lastRecord(folder, files);
  } catch (error) {
    if (!(error instanceof TickproofError) || error.code !== 'record-invalid') throw error;
    onFault(error.message);
    return null;
  }
}

/** A run of a selection is no successor of the whole: its record stands beside it. */
export function recordName({ run }: Pick<EvidenceRecord, 'run'>): string {
  return run.leftOut.length > 0 ? 'record-selection.json' : 'record.json';
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

/** Keeps a record: written beside its place and renamed, and noted in the hash-chained log, whose last line is about it. */
export function saveRecord(folder: string, record: EvidenceRecord, files: Files): void {
  files.append(files.resolve(folder, 'log.jsonl'), (before) => {
    files.writeAtomic(files.resolve(folder, recordName(record)), `${JSON.stringify(record, null, 1)}\n`);
    return logLine(record, before.trimEnd().split('\n').at(-1) || null);
  });
}
