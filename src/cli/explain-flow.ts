import { type AnyCheck, TickproofError } from '../domain/index.ts';
import { allChecks } from '../checks/index.ts';
import { profiles } from '../criteria/index.ts';
import { nearestId } from '../formats/index.ts';
import { askedIn, COMMENTS } from '../lint/index.ts';
import { type Asked, explainAll, explainCheck, type Explained, explainFinding } from '../reports/index.ts';
import type { Io } from './io.ts';

/** `tickproof explain [CHECK]`: one check by id or alias, else the list. */
export async function explainFlow(
  name: string | undefined,
  { json }: { readonly json: boolean },
  io: Io,
): Promise<number> {
  const style = { colour: io.colour, columns: io.columns };
  if (name === undefined) {
    io.out(json ? toJson(allChecks.map(described)) : explainAll(allChecks, askedOf, style));
    return 0;
  }
  const found = allChecks.filter(
    ({ id, aliases = [] }) => id === name || aliases.some((alias) => alias.toLowerCase() === name.toLowerCase()),
  );
  const other = found.length === 0 ? noCheck(name) : null;
  if (other) {
    io.out(json ? toJson([other]) : explainFinding(other, style));
    return 0;
  }
  if (found.length === 0) throw unknownCheck(name);
  io.out(
    json ? toJson(found.map(described)) : found.map((check) => explainCheck(check, askedOf(check), style)).join('\n'),
  );
  return 0;
}

function unknownCheck(name: string): TickproofError {
  const near = nearestId(
    name,
    [COMMENTS, ...allChecks].flatMap((it) => [it.id, ...('aliases' in it ? (it.aliases ?? []) : [])]),
  );
  return new TickproofError('usage', `there is no check \`${name}\``, {
    remedy: near ? `Did you mean \`${near}\`?` : 'Run `tickproof explain` for the list.',
  });
}

/** Findings that no check makes: of comments for linters, and those of ShellCheck. */
function noCheck(name: string): Explained | null {
  if (name === COMMENTS.id) return { ...COMMENTS, references: ['docs/guide/lint.md'] };
  const [, code] = /^(?:shellcheck\/)?(SC\d{4})$/i.exec(name) ?? [];
  if (code === undefined) return null;
  return {
    id: `shellcheck/${code.toUpperCase()}`,
    title: 'The shell does what the step says',
    why: 'ShellCheck, where it is installed, says so of a step. It is another program, and has its own page of each code.',
    remedy: `See the page of ${code.toUpperCase()}; \`--skip shellcheck\` leaves the program out.`,
    references: [`https://www.shellcheck.net/wiki/${code.toUpperCase()}`],
  };
}

function askedOf(check: AnyCheck): Asked {
  return { level: levelOf(check.id), lint: askedIn(check) };
}

function levelOf(id: string): 'required' | 'advisory' | 'when-data' | null {
  const line = (profiles['production'] ?? []).flatMap(({ lines }) => lines).find(({ check }) => check === id);
  return line?.level ?? null;
}

function described(check: AnyCheck) {
  const { id, version, title, why, remedy, references, aliases = [], reads, reasons, mutants } = check;
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
    lint: askedIn(check),
    mutants: mutants.map(({ level, title: what, reason }) => ({ level, title: what, reason })),
  };
}

function toJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
