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

/** What zod says of a value, at its line and column; `known` are the keys that would have been right. */
export function invalid(
  file: string,
  yaml: LocatedYaml,
  base: readonly PropertyKey[],
  issues: readonly z.core.$ZodIssue[],
  known: readonly string[] = [],
): TickproofError {
  const [first] = issues;
  if (!first) throw new Error('zod refused a value without an issue');
  const unknown = first.code === 'unrecognized_keys' ? first.keys[0] : undefined;
  const path = [...base, ...first.path, ...(unknown === undefined ? [] : [unknown])];
  const at = yaml.placeOf(path, { key: unknown !== undefined });
  const near = unknown === undefined ? null : nearest(unknown, known.length > 0 ? known : frameKeys(first.path));
  const where = [...first.path].map(String).join('.');
  const message =
    unknown === undefined ? `${where ? `\`${where}\`: ` : ''}${first.message}` : `unknown key \`${unknown}\``;
  return new TickproofError('criteria-invalid', `${file}:${at.startLine}:${at.startColumn ?? 1}: ${message}`, {
    remedy: near ? `Did you mean \`${near}\`?` : 'Run `tickproof explain` for the known checks and their parameters.',
  });
}

function frameKeys(path: readonly PropertyKey[]): string[] {
  let schema: unknown = frame;
  for (const key of path) schema = inner(schema, key);
  const shape = unwrap(schema)?.['shape'];
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
