import type { Instruction, ParsedDockerfile } from '../../domain/index.ts';
import { assignmentsOf, expand } from '../../formats/index.ts';
import { licenceId } from '../../formats/licences/index.ts';
import { z } from '../kit.ts';
import { own, unquoted } from './instructions.ts';
import { type Sighting, sighting } from './rule.ts';

const TYPES = ['text', 'url', 'email', 'rfc3339', 'semver', 'hash', 'spdx'] as const;
export type LabelType = (typeof TYPES)[number];

const schema = z
  .record(z.string(), z.enum(['', ...TYPES]))
  .default({})
  .describe('Labels that every image has, each with the kind of its value; empty = text');

/** What labels there must be: the same for all rules over labels. */
export const labelParams = z.strictObject({ schema });
export const strictLabelParams = z.strictObject({
  schema,
  strict: z.boolean().default(false).describe('No labels but those of the schema'),
});

export interface Label {
  readonly name: string;
  readonly value: string;
  readonly by: Instruction;
}

/** The labels that one LABEL sets, quotes removed; variables stay as they are. */
export function labelsOf({ escape }: Pick<ParsedDockerfile, 'escape'>, by: Instruction): readonly Label[] {
  return assignmentsOf(by).map(({ name, value }) => {
    const plain = (text: string): string => expand(text, new Map(), { escape, unset: 'keep' }).value;
    return { name: unquoted(name), value: plain(value ?? ''), by };
  });
}

/** The LABELs that a rule over the schema looks at: none without a schema. */
export function looksAtLabels(source: ParsedDockerfile, params: z.output<typeof labelParams>): readonly Instruction[] {
  return Object.keys(params.schema).length === 0 ? [] : own(source, 'LABEL');
}

/** Labels of the schema whose value is not of its kind, each once per LABEL. */
export function ofWrongType(
  source: ParsedDockerfile,
  params: z.output<typeof labelParams>,
  type: LabelType,
  what: string,
): readonly Sighting[] {
  const names = new Set(Object.entries(params.schema).flatMap(([name, kind]) => (kind === type ? [name] : [])));
  return own(source, 'LABEL').flatMap((by) => {
    const wrong = labelsOf(source, by).filter(({ name, value }) => names.has(name) && !isOfType(value, type));
    return [...new Set(wrong.map(({ name }) => name))].map((name) => sighting(by, `\`${name}\` is not ${what}`));
  });
}

const URI = /^[a-z][a-z0-9+.-]*:[\w\-.~:/?#[\]@!$&'()*+,;=%]+$/i;
const EMAIL = /^[\w.!#$%&'*+/=?^`{|}~-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)*$/i;
const CLOCK = '(?:[01]\\d|2[0-3]):[0-5]\\d';
const MOMENT = new RegExp(
  `^(\\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])[Tt ]${CLOCK}:(?:[0-5]\\d|60)(?:\\.\\d+)?(?:[Zz]|[+-]${CLOCK})$`,
);
const NUMBER = '(?:0|[1-9]\\d*)';
const PART = '(?:0|[1-9]\\d*|\\d*[a-zA-Z-][0-9a-zA-Z-]*)';
const VERSION = new RegExp(
  `^${NUMBER}\\.${NUMBER}\\.${NUMBER}(?:-${PART}(?:\\.${PART})*)?(?:\\+[0-9a-zA-Z-]+(?:\\.[0-9a-zA-Z-]+)*)?$`,
);
const COMMIT = /^(?:[0-9a-f]{7}|[0-9a-f]{40})$/;

const IS_OF_TYPE: Readonly<Record<LabelType, (value: string) => boolean>> = {
  text: () => true,
  url: (value) => URI.test(value),
  email: (value) => EMAIL.test(value) && !/^\.|\.\.|\.@/.test(value),
  rfc3339: isMoment,
  semver: (value) => VERSION.test(value),
  hash: (value) => COMMIT.test(value),
  spdx: (value) => value !== '' && licenceId(value) === value,
};

export function isOfType(value: string, type: LabelType): boolean {
  return IS_OF_TYPE[type](value);
}

function isMoment(value: string): boolean {
  const [, year, month, day] = MOMENT.exec(value) ?? [];
  // the day before the first of the next month
  return day !== undefined && Number(day) <= new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
}
