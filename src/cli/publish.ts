import { type EvidenceRecord, type Files, TickproofError } from '../domain/index.ts';
import { type Format, isAsciiOnly, oneLine, readFormat, render } from '../reports/index.ts';
import { seenFrom } from '../verify/index.ts';
import type { Io } from './io.ts';
import { linesIn } from './lines.ts';
import { isBesideDeployment, recordName } from './records.ts';

/** A report that was asked for: a format, and a file or stdout. */
export interface ReportRequest {
  readonly format: Format | 'quiet';
  readonly file: string | null;
}

/** Reads `--report FORMAT[=FILE]`. Without any the terminal's is meant; two on stdout are a fault of usage. */
export function readRequests(asked: readonly string[], json: boolean, quiet: boolean): ReportRequest[] {
  const requests = asked.map(readRequest);
  if (json) requests.push({ format: 'json', file: null });
  const onStdout = requests.filter(({ file }) => file === null);
  if (onStdout.length > 1) {
    throw new TickproofError(
      'usage',
      `two reports want stdout: ${onStdout.map(({ format }) => format).join(' and ')}`,
      { remedy: 'Give all but one a file: `--report markdown=evidence.md`.' },
    );
  }
  if (onStdout.length === 0) requests.unshift({ format: quiet ? 'quiet' : 'terminal', file: null });
  return requests;
}

function readRequest(text: string): ReportRequest {
  const [name = '', ...rest] = text.split('=');
  const file = rest.join('=');
  if (file.endsWith('/')) throw noFile(file);
  return { format: readFormat(name), file: file === '' ? null : file };
}

function noFile(path: string): TickproofError {
  const named = oneLine(path);
  return new TickproofError(
    'usage',
    path === '' ? 'no file is named' : `${named} is a folder, and a report is a file`,
    {
      remedy: `Name the file: \`${path === '' ? '' : `${named.replace(/\/+$/, '')}/`}report.md\`.`,
    },
  );
}

/** Throws `usage` for a folder, before anything is judged: a report in it has no name. */
export function mustBeFile(path: string, files: Pick<Files, 'list'>): void {
  if (path === '' || path.endsWith('/') || files.list(path) !== null) throw noFile(path);
}

/** Writes every report. Files are written beside their place and renamed. */
export function renderAll(
  requests: readonly ReportRequest[],
  record: EvidenceRecord,
  where: {
    readonly files: Files;
    readonly io: Io;
    readonly folder: string;
    /** The folder that was judged; null where it was an image. */
    readonly deployment?: string | null;
    /** Nothing on stderr. */
    readonly quiet?: boolean;
  },
): void {
  const { files, io, folder, deployment = null, quiet = false } = where;
  const reports = requests.flatMap(({ file }) => file ?? []);
  const recordPath = `${folder}/${recordName(record)}`;
  const shown = fromFolder(record, recordPath, '.');
  const context = { columns: io.columns, recordPath, reports, shown, linesOf: linesIn(deployment, files) };
  const forPeople = { ...context, colour: io.colour, ascii: isAsciiOnly(io.env) };
  const onStdout = requests.find(({ file }) => file === null);
  const isForPeople = ['terminal', 'proof', 'quiet'].includes(onStdout?.format ?? '');
  if (onStdout) io.out(render(onStdout.format, record, isForPeople ? forPeople : { ...context, colour: false }));
  // a machine reads stdout: what people want to see goes to stderr
  if (!isForPeople && !quiet) io.err(render('terminal', record, { ...forPeople, colour: io.colour && io.live }));
  // last: what is seen on the screen does not depend on a disk
  const inFile = { ...context, recordPath: asInFolder(recordPath), colour: false };
  const err = quiet ? () => undefined : io.err;
  for (const { format, file } of requests)
    if (file !== null) writeReport(file, render(format, record, inFile), { files, err });
}

/** A record's path as seen from the folder that was verified: a file is read elsewhere than it was written. */
export function asInFolder(recordPath: string): string {
  return recordPath.slice(Math.max(0, recordPath.lastIndexOf('.tickproof/')));
}

/**
 * A record that lies in the folder that it is about, as if the folder had been named so. Documents are read elsewhere than
 * they were made: there, paths and commands are those of the folder itself.
 */
export function fromFolder(record: EvidenceRecord, recordPath: string, folder: string): EvidenceRecord {
  return isBesideDeployment(recordPath) ? seenFrom(record, folder) : record;
}

/** Writes a report beside its place and renames it. A folder that is made for it is named: it may be a slip of the pen. Throws `usage` for a folder. */
export function writeReport(
  path: string,
  text: string,
  { files, err }: { readonly files: Pick<Files, 'stat' | 'list' | 'writeAtomic'>; readonly err: Io['err'] },
): void {
  mustBeFile(path, files);
  const end = path.lastIndexOf('/');
  const folder = path.slice(0, end);
  const isThere = end <= 0 || files.stat(folder) !== null;
  files.writeAtomic(path, text);
  if (!isThere) err(`tickproof: made the folder ${oneLine(folder)} for ${oneLine(path.slice(end + 1))}\n`);
}
