import type { Criterion, Inputs, Tick } from '../domain/index.ts';
import { TickproofError } from '../domain/index.ts';
import { makePorts } from '../engines/index.ts';
import { brokenLine, currencyOf, disownedBy, exitCodeFor } from '../record/index.ts';
import { canonicalJson } from '../formats/index.ts';
import { type Planned, planFor } from '../verify/index.ts';
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
  const { path } = record.inputs.criteria;
  const named = path !== null && ports.files.stat(path) !== null ? path : undefined;
  const criteria = criteriaOf(subject, named, ports.files);
  const plan = await planFor(targetFor(subject, criteria, ports.files), criteria, ports, {
    last: record,
    noCache: false,
    accept: () => true,
  });
  const nowMs = ports.clock.now();
  const known = new Map(plan.planned.map((planned) => [planned.criterion.id, planned]));
  const buildMoved = movedAmong(record.inputs.build ?? {}, plan.buildInputs ?? {});
  const aged = record.ticks.map((tick) => agedOf(tick, known.get(tick.criterion.id), buildMoved, nowMs));
  const log = logLines(ports.files.readText(ports.files.resolve(folder, 'log.jsonl')));
  const tampered = log.length === 0 ? 0 : (brokenLine(log) ?? disownedBy(log, record));
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

/** What became of a tick. Inputs that nobody can name here (an image, an engine) are as they were while the build's own are. */
function agedOf(tick: Tick, planned: Planned | undefined, buildMoved: readonly string[], nowMs: number): Aged {
  if (!planned || !isSameQuestion(tick, planned.criterion)) return { tick, currency: 'stale', moved: ['criteria'] };
  const now = planned.inputs ?? {};
  const unnamed = tick.inputs['image.id'] !== undefined && now['image.id'] === undefined;
  const moved = [...movedAmong(tick.inputs, now), ...(unnamed ? buildMoved : [])];
  if (moved.length > 0) return { tick, currency: 'stale', moved: [...new Set(moved)].sort() };
  return { tick, ...currencyOf(tick, null, nowMs) };
}

function isSameQuestion({ criterion: then }: Tick, { check, params, stack }: Criterion): boolean {
  return then.version === check.version && then.stack === stack && canonicalJson(then.params) === canonicalJson(params);
}

/** Of the inputs that can be named now, those that are not what they were. */
function movedAmong(then: Inputs, now: Inputs): string[] {
  return Object.keys(now).filter((name) => now[name] !== then[name]);
}

function logLines(text: string | null): string[] {
  return (text ?? '').split('\n').filter((line) => line !== '');
}
