import { type EvidenceRecord, type Files, TickproofError } from '../domain/index.ts';
import { nearest } from '../formats/index.ts';
import { type Format, formats, isAsciiOnly, render } from '../reports/index.ts';
import type { Io } from './io.ts';
import { linesIn } from './lines.ts';
import { recordName } from './records.ts';

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

/** A known format's name; anything else is a fault of usage that names the nearest. */
export function readFormat(name: string): Format {
  const format = formats.find((it) => it === name);
  if (format) return format;
  const near = nearest(name, formats);
  throw new TickproofError('usage', `there is no report format \`${name}\``, {
    remedy: near ? `Did you mean \`${near}\`?` : `Known: ${formats.join(', ')}.`,
  });
}

function readRequest(text: string): ReportRequest {
  const [name = '', ...rest] = text.split('=');
  const file = rest.join('=');
  return { format: readFormat(name), file: file === '' ? null : file };
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
  },
): void {
  const { files, io, folder, deployment = null } = where;
  const reports = requests.flatMap(({ file }) => file ?? []);
  const context = {
    columns: io.columns,
    recordPath: `${folder}/${recordName(record)}`,
    reports,
    linesOf: linesIn(deployment, files),
  };
  const forPeople = { ...context, colour: io.colour, ascii: isAsciiOnly(io.env) };
  const onStdout = requests.find(({ file }) => file === null);
  const isForPeople = ['terminal', 'proof', 'quiet'].includes(onStdout?.format ?? '');
  if (onStdout) io.out(render(onStdout.format, record, isForPeople ? forPeople : { ...context, colour: false }));
  // a machine reads stdout: what people want to see goes to stderr
  if (!isForPeople) io.err(render('terminal', record, { ...forPeople, colour: io.colour && io.live }));
  // last: what is seen on the screen does not depend on a disk
  for (const { format, file } of requests) {
    if (file !== null) files.writeAtomic(file, render(format, record, { ...context, colour: false }));
  }
}
