import { type EvidenceRecord, type Files, type Subject, TickproofError } from '../domain/index.ts';
import { digestOf } from '../formats/index.ts';
import { brokenLine, disownedBy, logLine, readRecord } from '../record/index.ts';

const WHOLE = 'record.json';
const SELECTION = 'record-selection.json';

/** Where the record of a subject lies: in the deployment's folder, for a bare image in the working folder under a name of its own. */
export function recordFolder(subject: Subject, files: Files, cwd: string): string {
  if (subject.kind === 'folder') return files.resolve(subject.path, '.tickproof');
  return files.resolve(cwd, '.tickproof', `image-${digestOf(asFromHere(subject, files, cwd)).slice(7, 19)}`);
}

/** The same file is the same subject, however its path is written. */
function asFromHere(subject: Subject, files: Files, cwd: string): Subject {
  if (subject.kind === 'engine-image') return subject;
  const path = files.resolve(cwd, subject.path);
  return { ...subject, path: path.startsWith(`${cwd}/`) ? path.slice(cwd.length + 1) : path };
}

/** The last record, or null; a damaged one throws `record-invalid` naming the file. */
export function lastRecord(folder: string, files: Files): EvidenceRecord | null {
  return recordAt(files.resolve(folder, WHOLE), files);
}

/** The last record of the whole; where there was never one, that of a selection. */
export function lastOfAny(folder: string, files: Files): EvidenceRecord | null {
  return lastRecord(folder, files) ?? recordAt(files.resolve(folder, SELECTION), files);
}

function recordAt(path: string, files: Files): EvidenceRecord | null {
  const text = files.readText(path);
  return text === null ? null : parseRecord(path, text);
}

/**
 * The line of the log that does not agree with the one before or with this record: one of them was edited by hand. 0 where
 * there is no log, null where all is as it was written.
 */
export function tamperedAt(folder: string, record: EvidenceRecord, files: Files): number | null {
  const lines = (files.readText(files.resolve(folder, 'log.jsonl')) ?? '').split('\n').filter((line) => line !== '');
  return lines.length === 0 ? 0 : (brokenLine(lines) ?? disownedBy(lines, record));
}

/** The last record for a run that can do without: a damaged, edited or older one is none, and `onFault` is told why. */
export function lastRecordIfAny(
  folder: string,
  files: Files,
  onFault: (message: string) => void,
): EvidenceRecord | null {
  try {
    const record = lastRecord(folder, files);
    if (record === null || tamperedAt(folder, record, files) === null) return record;
    onFault('record.json is not what log.jsonl notes: one of them was edited by hand, so nothing is taken over');
    return null;
  } catch (error) {
    if (!(error instanceof TickproofError) || error.code !== 'record-invalid') throw error;
    onFault(error.message);
    return null;
  }
}

/** Where the record to be shown lies in a folder: that of the whole; where there was never one, that of a selection. */
export function shownRecordIn(folder: string, files: Pick<Files, 'stat'>): string {
  const whole = `${folder}/${WHOLE}`;
  const selection = `${folder}/${SELECTION}`;
  return files.stat(whole) === null && files.stat(selection) !== null ? selection : whole;
}

/** Whether a path is that of a record beside the deployment that it is about. */
export function isBesideDeployment(path: string): boolean {
  return [WHOLE, SELECTION].some((name) => `/${path}`.endsWith(`/.tickproof/${name}`));
}

/** A run of a selection is no successor of the whole: its record stands beside it. */
export function recordName({ run }: Pick<EvidenceRecord, 'run'>): string {
  return run.leftOut.length > 0 ? SELECTION : WHOLE;
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
