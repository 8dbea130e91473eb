import * as z from 'zod/mini';
import { TickproofError } from '../domain/index.ts';
import { nearest } from '../formats/index.ts';

/** Of each kind of value, what it has to be, in words that end the message. */
const text = z.string('a string');
const flag = z.boolean('true or false');
const functionOf = z.custom((it) => typeof it === 'function', 'a function');
const oneOf = <const T extends readonly string[]>(names: T) => z.enum(names, `one of ${names.join(', ')}`);
const signal = z.custom((it) => {
  const like = it as Partial<AbortSignal> | null | undefined; // one of another realm is no instance of ours
  return typeof like?.addEventListener === 'function' && typeof like.aborted === 'boolean';
}, 'an AbortSignal');
/** `process.env` is no plain object. */
const variables = z.pipe(
  z.transform((it) => (typeof it === 'object' && it !== null && !Array.isArray(it) ? { ...it } : it)),
  z.record(z.string(), z.optional(text), 'an object of strings'),
);
const object = z.object({}, 'an object');

type Schema = z.ZodMiniType;

/** What refuses arguments that do not fit: `TickproofError('usage')` that names the argument, what it has to be, and the nearest known key. */
function refusing<Names extends string>(call: string, schemas: Readonly<Record<Names, Schema>>) {
  const usage = (message: string, remedy: string) =>
    new TickproofError('usage', `\`${call.slice(0, call.indexOf('('))}\`: ${message}`, { remedy });
  return (values: Readonly<Record<Names, unknown>>): void => {
    for (const [name, schema] of Object.entries<Schema>(schemas)) {
      const value: unknown = values[name as Names]; // a key of the schemas
      const issue = z.safeParse(schema, value).error?.issues[0];
      if (issue === undefined) continue;
      if (issue.code === 'unrecognized_keys') {
        const [key = ''] = issue.keys;
        const known = schema instanceof z.ZodMiniObject ? Object.keys(schema.def.shape) : [];
        const near = nearest(key, known);
        const remedy = near === null ? `Known: ${known.join(', ')}.` : `Did you mean \`${near}\`?`;
        throw usage(`\`${name}\` has no \`${key}\``, remedy);
      }
      const given = issue.path.reduce<unknown>((it, key) => (it as Record<PropertyKey, unknown>)[key], value); // zod was there
      const near =
        issue.code === 'invalid_value' && typeof given === 'string' ? nearest(given, issue.values.map(String)) : null;
      const remedy = near === null ? `Call it as \`${call}\`.` : `Did you mean \`${near}\`?`;
      const what = [name, ...issue.path.map(String)].join('.');
      throw usage(
        `\`${what}\` has to be ${issue.message}, and is ${kindOf(given, issue.code === 'invalid_value')}`,
        remedy,
      );
    }
  };
}

/** A value by its kind alone, for it may be a secret; a misspelt name as it stands. */
function kindOf(value: unknown, isName: boolean): string {
  if (isName && typeof value === 'string') return `\`${value.slice(0, 60)}\``;
  if (value === undefined || value === null) return String(value);
  if (value === '') return 'empty';
  if (Array.isArray(value)) return 'an array';
  return `${typeof value === 'object' ? 'an' : 'a'} ${typeof value}`;
}

export const checkVerify = refusing('verify(subject, { criteria, engine, proof, … })', {
  subject: text.check(z.minLength(1, 'the name of a folder or an image')),
  options: z.strictObject(
    {
      criteria: z.optional(text),
      engine: z.optional(oneOf(['auto', 'docker', 'podman', 'none'])),
      proof: z.optional(oneOf(['none', 'quick', 'full'])),
      allowUnproven: z.optional(flag),
      signal: z.optional(signal),
      onEvent: z.optional(functionOf),
      env: z.optional(variables),
    },
    'an object of options',
  ),
});

export const checkParseCriteria = refusing('parseCriteria(file, text)', { file: text, text });

export const checkProfile = refusing('profile(name)', { name: oneOf(['minimal', 'production', 'strict']) });

export const checkParseDockerfile = refusing('parseDockerfile(file, text, args)', {
  file: text,
  text,
  args: variables,
});

export const checkRender = refusing('render(format, record, { colour, columns, recordPath, reports })', {
  record: z.object({}, 'a record, as `verify` gives it'),
  context: z.strictObject(
    {
      colour: flag,
      columns: z.number('a number'),
      recordPath: text,
      reports: z.array(text, 'an array of strings'),
      shown: z.optional(z.object({}, 'a record')),
      linesOf: z.optional(functionOf),
      ascii: z.optional(flag),
    },
    'an object',
  ),
});

export const checkGlyph = refusing('glyph(tick, nowMs)', {
  tick: z.object(
    { criterion: object, verdict: object, proof: text, currency: text, judgedAt: text },
    'a tick of a record',
  ),
  nowMs: z.optional(z.number('a number of milliseconds')),
});
