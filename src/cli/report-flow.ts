import { TickproofError } from '../domain/index.ts';
import { makePorts } from '../engines/index.ts';
import { render } from '../reports/index.ts';
import type { Io } from './io.ts';
import { readFormat } from './publish.ts';
import { parseRecord } from './records.ts';

/** `tickproof report [RECORD]`: renders a saved record again. Gives 0 whatever the record says: nothing is judged here. */
export async function reportFlow(
  word: string,
  { format, output }: { readonly format: string; readonly output: string | undefined },
  io: Io,
): Promise<number> {
  await using ports = await makePorts({ engine: 'none', signal: io.signal, onEvent: () => {}, env: io.env });
  const { files } = ports;
  const path =
    files.stat(word)?.type === 'file'
      ? word
      : word === '.'
        ? '.tickproof/record.json'
        : `${word}/.tickproof/record.json`;
  const text = files.readText(path);
  if (text === null)
    throw new TickproofError('usage', `there is no record ${path}`, {
      remedy: 'Run `tickproof verify` first, or name the record file.',
    });
  const record = parseRecord(path, text);
  const rendered = render(readFormat(format), record, {
    colour: output === undefined && io.colour,
    columns: io.columns,
    recordPath: path,
    reports: [],
  });
  if (output === undefined) io.out(rendered);
  else files.writeAtomic(output, rendered);
  return 0;
}
