import type { z } from 'zod';
import { type Place, TickproofError } from '../domain/index.ts';
import { dig, type LocatedYaml } from './dig.ts';
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
      remedy: near
        ? `Did you mean \`${near}\`?`
        : what === 'check'
          ? 'Run `tickproof explain` for the known checks.'
          : `Known here: ${[...known].join(', ') || 'none'}.`,
    },
  );
}

/** The most faults that are told at once. */
const MOST_TOLD = 20;

/** Throws the faults as one, where there is any: by place, each with what to do. */
export function refuse(faults: readonly TickproofError[]): void {
  const all = faults.toSorted((left, right) => placeOf(left) - placeOf(right));
  const told = all.slice(0, MOST_TOLD);
  const [first] = told;
  const last = told.at(-1);
  if (!first || !last) return;
  if (all.length === 1) throw first;
  const lines = told.map(({ message, remedy }, index) => {
    const next = told[index + 1];
    return next && next.remedy !== remedy ? `${message}\n  → ${remedy}` : message;
  });
  const rest = all.length - told.length;
  const message = rest > 0 ? [`${rest} more faults than these ${told.length}:`, ...lines] : lines;
  throw new TickproofError('criteria-invalid', message.join('\n'), { remedy: last.remedy, cause: first });
}

/** In the order of the text; a message begins with its place. */
function placeOf({ message }: TickproofError): number {
  const [, line = 0, column = 0] = /:(\d+):(\d+): /.exec(message) ?? [];
  return Number(line) * MOST_COLUMNS + Number(column);
}

const MOST_COLUMNS = 1_000_000;

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
  const all = issues.flatMap(meant).flatMap(eachKey);
  // a key that is missing is there where one is misspelt
  const misspelt = new Set(
    all.flatMap((issue) => {
      const near = issue.code === 'unrecognized_keys' ? nearKey(issue, known, schema) : null;
      return near === null ? [] : [[...issue.path, near].join('\0')];
    }),
  );
  return all
    .filter(({ code, path }) => code === 'unrecognized_keys' || !misspelt.has(path.join('\0')))
    .map((issue) => faultOfIssue(file, yaml, base, issue, known, schema));
}

type UnknownKeys = Extract<z.core.$ZodIssue, { readonly code: 'unrecognized_keys' }>;

function eachKey(issue: z.core.$ZodIssue): readonly z.core.$ZodIssue[] {
  return issue.code === 'unrecognized_keys' ? issue.keys.map((key) => ({ ...issue, keys: [key] })) : [issue];
}

function nearKey({ keys: [key = ''], path }: UnknownKeys, known: readonly string[], schema: unknown): string | null {
  return nearest(key, keysFor(path, known, schema));
}

/** Where none of several forms fits, the one that comes closest is what was meant. */
function meant(issue: z.core.$ZodIssue): readonly z.core.$ZodIssue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const isOtherKind = (issues: readonly z.core.$ZodIssue[]) =>
    issues.some(({ code, path }) => code === 'invalid_type' && path.length === 0);
  const near = issue.errors.filter((issues) => issues.length > 0 && !isOtherKind(issues));
  const [first] = near.toSorted((a, b) => a.length - b.length);
  if (!first) return [issue];
  return first.flatMap((it) => meant({ ...it, path: [...issue.path, ...it.path] }));
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
  const near = first.code === 'unrecognized_keys' ? nearKey(first, known, schema) : nearWord(yaml, path, first);
  const said = saidOf(first, dig(yaml.value, path), path);
  if (near) return faultAt(file, at, said.what, `Did you mean \`${near}\`?`);
  if (unknown === undefined) return faultAt(file, at, said.what, said.remedy);
  const keys = [...new Set(keysFor(first.path, known, schema))];
  return faultAt(file, at, said.what, keys.length > 0 ? `Known here: ${keys.join(', ')}.` : said.remedy);
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: '`true` or `false`',
  array: 'a list',
  tuple: 'a list of two',
  object: 'a mapping',
  record: 'a mapping',
};

/** What is wrong in plain words, and what to do. */
function saidOf(issue: z.core.$ZodIssue, written: unknown, path: readonly PropertyKey[]): Said {
  const name = issue.path.map(String).join('.');
  const [top] = path;
  if (issue.code === 'unrecognized_keys')
    return { what: `unknown key \`${issue.keys[0] ?? ''}\``, remedy: 'Delete it.' };
  if (path.length === 1 && top === 'version')
    return written === undefined
      ? { what: '`version` is missing', remedy: 'Write `version: 1` at the top.' }
      : { what: `\`version\`: expected the number 1, found ${shown(written)}`, remedy: 'Write `version: 1`.' };
  const remedy =
    path.length === 1 && top === 'extends'
      ? PROFILE_OR_FILE
      : top === 'sections' && path.length > MOST_OF_FRAME
        ? 'Run `tickproof explain CHECK` for what a check takes.'
        : 'See docs/guide/criteria.md for what stands there.';
  const key = name === '' ? '' : `\`${name}\`: `;
  if (issue.code !== 'invalid_type') return { what: `${key}${issue.message}`, remedy };
  const wanted = KINDS[issue.expected] ?? issue.expected;
  if (path.length === 0)
    return { what: `expected ${wanted}, found ${shown(written)}`, remedy: 'Begin it with `version: 1`.' };
  if (written === undefined) return { what: `\`${name}\` is missing: expected ${wanted}`, remedy };
  return { what: `${key}expected ${wanted}, found ${shown(written)}`, remedy };
}

interface Said {
  readonly what: string;
  readonly remedy: string;
}

/** What a section has itself, before its criteria: `sections`, 0, `title`. */
const MOST_OF_FRAME = 3;

/** What `extends` takes. */
export const PROFILE_OR_FILE =
  'Name a profile (`minimal`, `production`, `strict`), or a file, relative to the folder of the deployment.';

function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (value === null || value === undefined) return 'nothing';
  if (typeof value === 'object') return 'a mapping';
  return typeof value === 'string' ? `the text ${JSON.stringify(value.slice(0, 40))}` : `\`${JSON.stringify(value)}\``;
}

/** Of words that are a closed list, the one that is nearest to what is written. */
function nearWord(yaml: LocatedYaml, path: readonly PropertyKey[], issue: z.core.$ZodIssue): string | null {
  const written = issue.code === 'invalid_value' ? dig(yaml.value, path) : null;
  return issue.code === 'invalid_value' && typeof written === 'string'
    ? nearest(
        written,
        issue.values.filter((it) => typeof it === 'string'),
      )
    : null;
}

const keysFor = (path: readonly PropertyKey[], known: readonly string[], schema: unknown): readonly string[] =>
  path.length === 0 && known.length > 0 ? known : keysAt(path, schema);

/** The keys that a schema knows at a path, in any of its forms. */
function keysAt(path: readonly PropertyKey[], root: unknown): string[] {
  return formsAt(path, root).flatMap((form) => {
    const { shape } = form;
    return typeof shape === 'object' && shape !== null ? Object.keys(shape) : [];
  });
}

function formsAt(path: readonly PropertyKey[], root: unknown): readonly Record<string, unknown>[] {
  return path.reduce<readonly Record<string, unknown>[]>(
    (forms, key) => forms.flatMap((form) => formsOf(inner(form, key))),
    formsOf(root),
  );
}

function inner(form: Record<string, unknown>, key: PropertyKey): unknown {
  const shape = form['shape'] as Record<PropertyKey, unknown> | undefined; // zod's object schemas
  return shape && Object.hasOwn(shape, key) ? shape[key] : (form['valueType'] ?? form['element']);
}

/** A schema without what is laid over it, or all of those that it chooses from. */
function formsOf(schema: unknown): readonly Record<string, unknown>[] {
  let plain = schema as { unwrap?: () => unknown; in?: unknown } | undefined; // defaults and prefaults wrap what they are laid over
  while (plain && typeof plain.unwrap === 'function' && !('element' in plain)) plain = plain.unwrap() as typeof plain;
  const form = plain as Record<string, unknown> | undefined;
  if (!form) return [];
  return Array.isArray(form['options']) && !('enum' in form) ? form['options'].flatMap(formsOf) : [form];
}
