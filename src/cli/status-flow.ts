import type { EvidenceRecord, Inputs, Tick } from '../domain/index.ts';
import { TickproofError } from '../domain/index.ts';
import { makePorts } from '../engines/index.ts';
import { brokenLine, currencyOf, exitCodeFor } from '../record/index.ts';
import { planFor } from '../verify/index.ts';
import { type Aged, nextLines, statusText } from './status-text.ts';
import type { Io } from './io.ts';
import { lastRecord, recordFolder } from './records.ts';
import { subjectOf } from './subject.ts';
import { criteriaOf, targetFor } from './target.ts';

/** `tickproof status`: recomputes the keys of the last record's ticks from the files alone. Asks no engine. */
export async function statusFlow(word: string, { json }: { readonly json: boolean }, io: Io): Promise<number> {
  await using ports = await makePorts({ engine: 'none', signal: io.signal, onEvent: () => {}, env: io.env });
  const subject = subjectOf(word, ports.files);
  const folder = recordFolder(subject, ports.files, io.cwd);
  const record = lastRecord(folder, ports.files);
  if (!record)
    throw new TickproofError('usage', `nothing was verified in ${word} yet`, {
      remedy: 'Run `tickproof verify` first.',
    });
  const criteria = criteriaOf(subject, undefined, ports.files);
  const plan = await planFor(targetFor(subject, criteria, ports.files), criteria, ports, {
    last: record,
    noCache: false,
    accept: () => true,
  });
  const nowMs = ports.clock.now();
  const known = new Map(plan.planned.map(({ criterion, inputs, key }) => [criterion.id, { inputs, key }]));
  const aged = record.ticks.map((tick) => agedOf(tick, known.get(tick.criterion.id), record, plan.buildKey, nowMs));
  const tampered = brokenLine(logLines(ports.files.readText(ports.files.resolve(folder, 'log.jsonl'))));
  const ticks = aged.map(({ tick, currency }) => ({
    ...tick,
    currency: tampered === null ? currency : ('tampered' as const),
  }));
  const skipped = record.run.leftOut.some(({ required }) => required);
  const code = exitCodeFor(ticks, { allowUnproven: record.run.allowUnproven, nowMs, skipped });
  if (json)
    io.out(
      `${JSON.stringify({ exitCode: code, tampered, ticks: aged.map(({ tick, ...rest }) => ({ id: tick.criterion.id, ...rest })) }, null, 2)}\n`,
    );
  else io.out(statusText(record, aged, { tampered, nowMs, colour: io.colour }) + nextLines(aged));
  return code;
}

/** Inputs that need the image or an engine are as they were while the build's own inputs are: the same build, the same image. */
function agedOf(
  tick: Tick,
  now: { readonly inputs: Inputs | null; readonly key: string | null } | undefined,
  record: EvidenceRecord,
  buildKey: string | null,
  nowMs: number,
): Aged {
  if (!now) return { tick, currency: 'stale', moved: ['criteria'] };
  if (now.key === tick.key) return { tick, ...currencyOf(tick, now.inputs, nowMs) };
  if (now.inputs) {
    const { currency, moved } = currencyOf(tick, now.inputs, nowMs);
    return currency === 'fresh' ? { tick, currency: 'stale', moved: ['criteria'] } : { tick, currency, moved };
  }
  const sameBuild = buildKey !== null && record.inputs.buildKey === buildKey;
  return sameBuild || record.inputs.buildKey === null
    ? { tick, ...currencyOf(tick, null, nowMs) }
    : { tick, currency: 'stale', moved: ['build'] };
}

function logLines(text: string | null): string[] {
  return (text ?? '').split('\n').filter((line) => line !== '');
}
