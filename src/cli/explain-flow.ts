import { type AnyCheck, TickproofError } from '../domain/index.ts';
import { allChecks } from '../checks/index.ts';
import { profiles } from '../criteria/index.ts';
import { nearestId } from '../formats/index.ts';
import { askedIn, COMMENTS, NO_TEXT } from '../lint/index.ts';
import { type Asked, explainAll, explainCheck, type Explained, explainFinding } from '../reports/index.ts';
import type { Io } from './io.ts';

/** `tickproof explain [CHECK]`: one check by id or alias, else the list, whole or of one group. */
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
  const group = allChecks.filter((it) => isOfGroup(it, name));
  if (group.length > 0) {
    io.out(json ? toJson(group.map(described)) : explainAll(group, askedOf, style));
    return 0;
  }
  const found = allChecks.filter((it) => isNamed(it, name));
  const others = noChecks(name);
  if (found.length + others.length === 0) throw unknownCheck(name);
  if (json) io.out(toJson([...found.map(described), ...others]));
  else {
    const pages = found.map((check) => explainCheck(check, askedOf(check), style));
    io.out([...pages, ...others.map((it) => explainFinding(it, style))].join('\n'));
  }
  return 0;
}

function isNamed(
  { id, aliases = [] }: { readonly id: string; readonly aliases?: readonly string[] },
  name: string,
): boolean {
  return id === name || aliases.some((alias) => alias.toLowerCase() === name.toLowerCase());
}

/** `image`, also as `image/` or `image/*`. */
function isOfGroup({ id }: { readonly id: string }, name: string): boolean {
  return id.startsWith(`${name.replace(/\/\*?$/, '').toLowerCase()}/`);
}

function unknownCheck(name: string): TickproofError {
  const near = nearestId(
    name,
    [...UNASKED, ...allChecks].flatMap(({ id, aliases = [] }) => [id, ...aliases, id.slice(0, id.indexOf('/'))]),
  );
  return new TickproofError('usage', `there is no check \`${name}\``, {
    remedy: near ? `Did you mean \`${near}\`?` : 'Run `tickproof explain` for the list.',
  });
}

/** What is found in every file, whichever checks are asked. */
const UNASKED = [COMMENTS, NO_TEXT] as const;

/** Findings that no check makes: ours, and those of ShellCheck. */
function noChecks(name: string): readonly Explained[] {
  const [, code] = /^(?:shellcheck\/)?(SC\d{4})$/i.exec(name) ?? [];
  if (code !== undefined) return [ofShellcheck(code)];
  return UNASKED.filter((it) => isNamed(it, name) || isOfGroup(it, name)).map((it) => ({ ...it, references: [] }));
}

function ofShellcheck(code: string): Explained {
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
