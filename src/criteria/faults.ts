import type { z } from 'zod';
import { type Place, TickproofError } from '../domain/index.ts';
import type { LocatedYaml } from './locate.ts';
import { nearest } from '../formats/index.ts';
import { frame } from './schema.ts';

/** A name that nobody knows, with the nearest one that somebody does. */
export function unknownName(
  file: string,
  at: Place,
  what: string,
  name: string,
  known: Iterable<string>,
): TickproofError {
  const near = nearest(name, known);
  return new TickproofError(
    'criteria-invalid',
    `${file}:${at.startLine}:${at.startColumn ?? 1}: there is no ${what} \`${name}\``,
    {
      remedy: near ? `Did you mean \`${near}\`?` : 'Run `tickproof explain` for the known checks.',
    },
  );
}

/** The most faults that are told at once. */
const MOST_TOLD = 20;

/** Throws the faults as one, where there is any: a line for each. */
export function refuse(faults: readonly TickproofError[]): void {
  const [first] = faults;
  if (!first) return;
  if (faults.length === 1) throw first;
  const told = faults.slice(0, MOST_TOLD);
  const rest = faults.length - told.length;
  const lines = [...told.map(({ message }) => message), ...(rest > 0 ? [`and ${rest} more`] : [])];
  throw new TickproofError('criteria-invalid', lines.join('\n'), {
    remedy: [...new Set(told.map(({ remedy }) => remedy))].join(' '),
    cause: first,
  });
}

/** A fault at a place of the file. */
export function faultAt(file: string, at: Place, what: string, remedy: string): TickproofError {
  return new TickproofError('criteria-invalid', `${file}:${at.startLine}:${at.startColumn ?? 1}: ${what}`, { remedy });
}

/** What zod says of a value, at its line and column; `known` are the keys that would have been right, else the schema's own. */
export function invalid(
  file: string,
  yaml: LocatedYaml,
  base: readonly PropertyKey[],
  issues: readonly z.core.$ZodIssue[],
  known: readonly string[] = [],
  schema: unknown = frame,
): TickproofError[] {
  return issues.map((issue) => faultOfIssue(file, yaml, base, issue, known, schema));
}

function faultOfIssue(
  file: string,
  yaml: LocatedYaml,
  base: readonly PropertyKey[],
  first: z.core.$ZodIssue,
  known: readonly string[],
  schema: unknown,
): TickproofError {
  const unknown = first.code === 'unrecognized_keys' ? first.keys[0] : undefined;
  const path = [...base, ...first.path, ...(unknown === undefined ? [] : [unknown])];
  const at = yaml.placeOf(path, { key: unknown !== undefined });
  const near = unknown === undefined ? null : nearest(unknown, known.length > 0 ? known : keysAt(first.path, schema));
  const where = [...first.path].map(String).join('.');
  const message =
    unknown === undefined ? `${where ? `\`${where}\`: ` : ''}${first.message}` : `unknown key \`${unknown}\``;
  return new TickproofError('criteria-invalid', `${file}:${at.startLine}:${at.startColumn ?? 1}: ${message}`, {
    remedy: near ? `Did you mean \`${near}\`?` : 'Run `tickproof explain` for the known checks and their parameters.',
  });
}

/** The keys that a schema knows at a path. */
function keysAt(path: readonly PropertyKey[], root: unknown): string[] {
  const shape = unwrap(path.reduce<unknown>(inner, root))?.['shape'];
  return typeof shape === 'object' && shape !== null ? Object.keys(shape) : [];
}

function inner(schema: unknown, key: PropertyKey): unknown {
  const plain = unwrap(schema);
  const shape = plain?.['shape'] as Record<PropertyKey, unknown> | undefined; // zod's object schemas
  return shape?.[key] ?? plain?.['valueType'] ?? plain?.['element'];
}

function unwrap(schema: unknown): Record<string, unknown> | undefined {
  let plain = schema as { unwrap?: () => unknown } | undefined; // defaults and prefaults wrap what they are laid over
  while (plain && typeof plain.unwrap === 'function' && !('element' in plain)) plain = plain.unwrap() as typeof plain;
  return plain;
}
