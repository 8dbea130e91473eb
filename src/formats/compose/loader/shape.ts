/** What YAML can hold; `invalid` is a time, which no attribute takes. */
export type Kind = 'null' | 'boolean' | 'number' | 'integer' | 'string' | 'array' | 'object';

/** What a value of a compose file may be: the few words of JSON Schema that its schema uses. */
export interface Shape {
  readonly kinds?: readonly Kind[];
  readonly fields?: ReadonlyMap<string, Shape>;
  readonly patterns?: readonly (readonly [RegExp, Shape])[];
  /** Keys that neither the fields nor the patterns name are refused. */
  readonly isClosed?: boolean;
  readonly required?: readonly string[];
  readonly items?: Shape;
  readonly isUnique?: boolean;
  readonly oneOf?: readonly Shape[];
  readonly words?: readonly string[];
  readonly pattern?: RegExp;
  readonly minimum?: number;
  readonly maximum?: number;
}

/** What extensions may be: nothing is looked at there. */
export const ANYTHING: Shape = {};
const EXTENSIONS: readonly (readonly [RegExp, Shape])[] = [[/^x-/, ANYTHING]];

export const string: Shape = { kinds: ['string'] };
export const boolean: Shape = { kinds: ['boolean'] };
export const number: Shape = { kinds: ['number'] };
export const integer: Shape = { kinds: ['integer'] };

export const some = (...kinds: Kind[]): Shape => ({ kinds });
export const either = (...oneOf: Shape[]): Shape => ({ oneOf });
export const oneWordOf = (...words: string[]): Shape => ({ kinds: ['string'], words });
export const textLike = (pattern: RegExp): Shape => ({ kinds: ['string'], pattern });
export const atLeast = (minimum: number, maximum?: number): Shape => ({
  kinds: ['integer'],
  minimum,
  ...(maximum === undefined ? {} : { maximum }),
});
export const listOf = (items: Shape): Shape => ({ kinds: ['array'], items });
export const setOf = (items: Shape): Shape => ({ kinds: ['array'], items, isUnique: true });

/** A mapping of these fields, extensions and nothing else. */
export function object(fields: Readonly<Record<string, Shape>>, ...required: string[]): Shape {
  return { kinds: ['object'], fields: new Map(Object.entries(fields)), patterns: EXTENSIONS, isClosed: true, required };
}

/** A mapping of these fields and nothing else, not even extensions. */
export function strictObject(fields: Readonly<Record<string, Shape>>, ...required: string[]): Shape {
  return { kinds: ['object'], fields: new Map(Object.entries(fields)), isClosed: true, required };
}

/** A mapping of these fields and whatever else. */
export function openObject(fields: Readonly<Record<string, Shape>>, ...required: string[]): Shape {
  return { kinds: ['object'], fields: new Map(Object.entries(fields)), required };
}

/** A mapping by names that users choose. */
export function mapOf(names: RegExp, values: Shape, { isOpen = false } = {}): Shape {
  return { kinds: ['object'], patterns: [[names, values]], isClosed: !isOpen };
}

export const orNull = (shape: Shape): Shape => ({ ...shape, kinds: [...(shape.kinds ?? []), 'null'] });

export const flagLike = some('boolean', 'string');
export const numberLike = some('number', 'string');
export const integerLike = some('integer', 'string');
export const strings = setOf(string);
export const oneOrMore = either(string, strings);
export const pairs = either(mapOf(/^.+/, some('string', 'number', 'boolean', 'null')), strings);
export const NAME = /^[a-zA-Z0-9._-]+$/;
