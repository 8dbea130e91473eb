import {
  array,
  boolean,
  enum as oneOf,
  int,
  iso,
  NEVER,
  number,
  type output as Output,
  record,
  strictObject,
  string,
  union,
  unknown,
  type ZodType as Schema,
} from 'zod';

/** What parameters are told with: of zod, what checks use. As a whole it would be a fifth of what `lint` reads when it starts. */
export const z = {
  array,
  boolean,
  enum: oneOf,
  int,
  iso: { date: iso.date },
  NEVER,
  number,
  record,
  strictObject,
  string,
  union,
  unknown,
} as const;

/** Their types, by the names that they have there. */
export declare namespace z {
  type output<T> = Output<T>;
  type ZodType<O = unknown> = Schema<O>;
}
