import { TickproofError } from '../domain/index.ts';
import { makePorts } from '../engines/index.ts';
import { exitCodeFor } from '../record/index.ts';
import { agedTicks } from './aged.ts';
import { nextLines, statusText, writtenLine } from './status-text.ts';
import type { Io } from './io.ts';
import { lastOfAny, recordFolder, tamperedAt } from './records.ts';
import { subjectOf } from './subject.ts';
import { criteriaOf, targetFor } from './target.ts';
import { writtenSince } from './written-since.ts';

/** Inputs that files of the folder make up. */
const OF_FILES = /^(?:dockerfile|context|compose|stack)\./;

/** `tickproof status`: recomputes the keys of the last record's ticks from the files alone. Asks no engine. */
export async function statusFlow(word: string, { json }: { readonly json: boolean }, io: Io): Promise<number> {
  await using ports = await makePorts({ engine: 'none', signal: io.signal, onEvent: () => {}, env: io.env });
  const subject = subjectOf(word, ports.files);
  const folder = recordFolder(subject, ports.files, io.cwd);
  const record = lastOfAny(folder, ports.files);
  if (!record)
    throw new TickproofError('usage', `nothing was verified in ${word} yet`, {
      remedy: 'Run `tickproof verify` first.',
    });
  const { path } = record.inputs.criteria;
  const named = path !== null && ports.files.stat(path) !== null ? path : undefined;
  const criteria = criteriaOf(subject, named, ports.files);
  const nowMs = ports.clock.now();
  const tampered = tamperedAt(folder, record, ports.files);
  const found = await agedTicks(record, targetFor(subject, criteria, ports.files), criteria, ports);
  const aged = tampered === null ? found : found.map((it) => ({ ...it, currency: 'tampered' as const }));
  const isMoved = aged.some(({ moved }) => moved.some((name) => OF_FILES.test(name)));
  const isFolder = subject.kind === 'folder';
  const written =
    isMoved && isFolder ? writtenSince(subject.path, Date.parse(record.run.finishedAt), ports.files) : null;
  const ticks = aged.map(({ tick, currency }) => ({ ...tick, currency }));
  const skipped = record.run.leftOut.some(({ required }) => required);
  const code = exitCodeFor(ticks, { allowUnproven: record.run.allowUnproven, nowMs, skipped });
  if (json)
    io.out(
      `${JSON.stringify({ exitCode: code, tampered, ...(written ? { written } : {}), ticks: aged.map(({ tick, ...rest }) => ({ id: tick.criterion.id, ...rest })) }, null, 2)}\n`,
    );
  else
    io.out(statusText(record, aged, { tampered, nowMs, colour: io.colour }) + writtenLine(written) + nextLines(aged));
  return code;
}
