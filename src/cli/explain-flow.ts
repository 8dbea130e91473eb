import { type AnyCheck, TickproofError } from '../domain/index.ts';
import { allChecks } from '../checks/index.ts';
import { profiles } from '../criteria/index.ts';
import { nearest } from '../formats/index.ts';
import { explainAll, explainCheck } from '../reports/index.ts';
import type { Io } from './io.ts';

/** `tickproof explain [CHECK]`: one check by id or alias, else the list. */
export async function explainFlow(
  name: string | undefined,
  { json }: { readonly json: boolean },
  io: Io,
): Promise<number> {
  const style = { colour: io.colour, columns: io.columns };
  if (name === undefined) {
    io.out(json ? toJson(allChecks.map(described)) : explainAll(allChecks, levelOf, style));
    return 0;
  }
  const found = allChecks.filter(
    ({ id, aliases = [] }) => id === name || aliases.some((alias) => alias.toLowerCase() === name.toLowerCase()),
  );
  if (found.length === 0) throw unknownCheck(name);
  io.out(
    json
      ? toJson(found.map(described))
      : found.map((check) => explainCheck(check, levelOf(check.id), style)).join('\n'),
  );
  return 0;
}

function unknownCheck(name: string): TickproofError {
  const near = nearest(
    name,
    allChecks.flatMap(({ id, aliases = [] }) => [id, ...aliases]),
  );
  return new TickproofError('usage', `there is no check \`${name}\``, {
    remedy: near ? `Did you mean \`${near}\`?` : 'Run `tickproof explain` for the list.',
  });
}

function levelOf(id: string): 'required' | 'advisory' | 'when-data' | null {
  const line = (profiles['production'] ?? []).flatMap(({ lines }) => lines).find(({ check }) => check === id);
  return line?.level ?? null;
}

function described({ id, version, title, why, remedy, references, aliases = [], reads, reasons, mutants }: AnyCheck) {
  return {
    id,
    version,
    title,
    why,
    remedy,
    references,
    aliases,
    reads,
    reasons,
    level: levelOf(id),
    mutants: mutants.map(({ level, title: what, reason }) => ({ level, title: what, reason })),
  };
}

function toJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
