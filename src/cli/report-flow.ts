import { type EvidenceRecord, type Files, TickproofError } from '../domain/index.ts';
import { makePorts } from '../engines/index.ts';
import { resolved } from '../record/index.ts';
import { type Format, readFormat, render } from '../reports/index.ts';
import type { Io } from './io.ts';
import { linesIn } from './lines.ts';
import { asInFolder, fromFolder, writeReport } from './publish.ts';
import { parseRecord, shownRecordIn, tamperedAt } from './records.ts';

interface ReportFlags {
  readonly format: string;
  readonly layout: 'checklist' | 'acceptance';
  readonly output: string | undefined;
}

/** `tickproof report [RECORD]`: renders a saved record again. Gives 0 whatever the record says: nothing is judged here. */
export async function reportFlow(word: string, { format, layout, output }: ReportFlags, io: Io): Promise<number> {
  await using ports = await makePorts({ engine: 'none', signal: io.signal, onEvent: () => {}, env: io.env });
  const { files } = ports;
  const path =
    files.stat(word)?.type === 'file'
      ? word
      : shownRecordIn(word === '.' ? '.tickproof' : `${word.replace(/\/+$/, '')}/.tickproof`, files);
  const text = files.readText(path);
  if (text === null)
    throw new TickproofError('usage', `there is no record ${path}`, {
      remedy: 'Run `tickproof verify` first, or name the record file.',
    });
  const record = doubted(parseRecord(path, text), path, files);
  const folder = path.slice(0, Math.max(0, path.lastIndexOf('/.tickproof/'))) || '.';
  const linesOf = linesIn(folder, files);
  const shape = formatOf(format, layout);
  const isScreen = shape === 'terminal' || shape === 'proof';
  const seen = fromFolder(record, path, output === undefined ? folder : '.');
  const rendered = render(shape, isScreen ? seen : record, {
    shown: resolved(fromFolder(record, path, '.'), linesOf),
    linesOf,
    colour: output === undefined && io.colour,
    columns: io.columns,
    recordPath: output === undefined ? path : asInFolder(path),
    reports: [],
  });
  if (output === undefined) io.out(rendered);
  else writeReport(output, rendered, { files, err: io.err });
  return 0;
}

/** A record in its own folder that the log beside it does not know: nothing in it is rendered ✅. */
function doubted(record: EvidenceRecord, path: string, files: Files): EvidenceRecord {
  const end = path.lastIndexOf('/');
  const folder = end === -1 ? '.' : path.slice(0, end);
  if (!/(?:^|\/)\.tickproof(?:\/image-\w+)?$/.test(folder) || tamperedAt(folder, record, files) === null) return record;
  const warning = {
    message: 'this record is not what log.jsonl notes: one of them was edited by hand',
    remedy: 'Run `tickproof verify` to make a new record.',
  };
  return {
    ...record,
    ticks: record.ticks.map((tick) => ({ ...tick, currency: 'tampered' as const })),
    warnings: [...record.warnings, warning],
    decision: 'not-certified',
    exitCode: record.exitCode === 0 ? 3 : record.exitCode,
  };
}

/** An acceptance in steps is Markdown; the other formats have one shape only. */
function formatOf(name: string, layout: ReportFlags['layout']): Format {
  const format = readFormat(name);
  if (layout === 'checklist') return format;
  if (format === 'markdown' || format === 'acceptance') return 'acceptance';
  throw new TickproofError('usage', `--layout acceptance is a shape of Markdown, not of ${format}`, {
    remedy: 'Add `--format markdown`.',
  });
}
