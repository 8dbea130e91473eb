import { parseBytes } from './bytes.ts';
import { parseDuration, printDuration } from './duration.ts';
import { goText } from './go-text.ts';
import { CastFault, toFlag } from './interpolate.ts';
import type { Origin } from './origin.ts';
import { Refused } from './refused.ts';
import { goTypeOf, isNull, textOf, type Value } from './value.ts';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** Where a value is printed: its path, as a pointer, and who keeps the places. */
export interface Printing {
  readonly pointer: string;
  readonly keep: (pointer: string, at: Origin) => void;
  readonly warn: (warning: string) => void;
}

/** How an attribute is printed; `undefined` where it is left out, as Go leaves out what is empty. */
export type Print = (value: Value, to: Printing) => Json | undefined;

export function inside(to: Printing, key: string | number, at: Origin): Printing {
  const step = String(key);
  const pointer = `${to.pointer}/${/[~/]/.test(step) ? step.replaceAll('~', '~0').replaceAll('/', '~1') : step}`;
  to.keep(pointer, at);
  return { ...to, pointer };
}

export function undecodable(value: Value, to: Printing, reason: string): Refused {
  const where = to.pointer.slice(1).replaceAll('/', '.');
  return new Refused('value', `decoding failed due to the following error(s):\n'${where}' ${reason}`, {
    at: value.at,
    where,
  });
}

function wrong(value: Value, to: Printing, wanted: string): Refused {
  return undecodable(value, to, `expected type '${wanted}', got unconvertible type '${goTypeOf(value)}'`);
}

/** A text, or a whole number as one. */
function stringFrom(value: Value, to: Printing): string {
  if (value.kind !== 'scalar' || (value.type !== 'string' && value.type !== 'int')) throw wrong(value, to, 'string');
  return String(value.value);
}

export const asString: Print = (value, to) => (isNull(value) ? undefined : stringFrom(value, to) || undefined);

/** A text that stays though it is empty. */
export const asKeptString: Print = (value, to) => (isNull(value) ? '' : stringFrom(value, to));

function flagFrom(value: Value, to: Printing): boolean {
  if (value.kind === 'scalar' && typeof value.value === 'boolean') return value.value;
  if (value.kind !== 'scalar' || value.type !== 'string') throw wrong(value, to, 'bool');
  try {
    return toFlag(value, to.warn).value === true;
  } catch (error) {
    if (error instanceof CastFault) throw undecodable(value, to, error.message);
    throw error;
  }
}

export const asFlag: Print = (value, to) => (!isNull(value) && flagFrom(value, to)) || undefined;
export const asKeptFlag: Print = (value, to) => (isNull(value) ? undefined : flagFrom(value, to));

function numberFrom(value: Value, to: Printing): number {
  if (value.kind !== 'scalar') throw wrong(value, to, 'int');
  const written = String(value.value);
  if (value.type === 'int' || value.type === 'float') return Number(value.value);
  if (value.type !== 'string' || !/^[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?$/.test(written))
    throw undecodable(value, to, `strconv.Atoi: parsing ${JSON.stringify(written)}: invalid syntax`);
  return Number(written);
}

function integerFrom(value: Value, to: Printing): number {
  if (value.kind === 'scalar' && value.type === 'string' && !/^[-+]?[0-9]+$/.test(String(value.value)))
    throw undecodable(value, to, `strconv.Atoi: parsing ${JSON.stringify(value.value)}: invalid syntax`);
  return Math.trunc(numberFrom(value, to));
}

export const asInteger: Print = (value, to) => (isNull(value) ? undefined : integerFrom(value, to) || undefined);
export const asKeptInteger: Print = (value, to) => (isNull(value) ? undefined : integerFrom(value, to));

export const asCount: Print = (value, to) => {
  const count = asKeptCount(value, to);
  return count === 0 ? undefined : count;
};

export const asKeptCount: Print = (value, to) => {
  if (isNull(value)) return undefined;
  const count = integerFrom(value, to);
  if (count < 0) throw undecodable(value, to, `cannot parse, ${count} overflows uint`);
  return count;
};

/** A number that no text may stand for. */
const asUnsigned =
  (bits: 16 | 32): Print =>
  (value, to) => {
    if (value.kind === 'scalar' && value.type === 'string') throw wrong(value, to, `uint${bits}`);
    const count = asKeptCount(value, to);
    return typeof count === 'number' ? count % 2 ** bits : count; // what is more is cut off in silence
  };

export const asShort: Print = (value, to) => asUnsigned(16)(value, to) || undefined;
export const asKeptShort: Print = asUnsigned(16);
export const asWord: Print = (value, to) => asUnsigned(32)(value, to) || undefined;

/** A number of single precision, with no more digits than tell it from others. */
export function asSingle(value: Value, to: Printing): number | undefined {
  if (isNull(value)) return undefined;
  const number = numberFrom(value, to);
  if (!Number.isFinite(number)) throw undecodable(value, to, `json: unsupported value: ${goText(value)}`);
  return single(number) || undefined;
}

export function single(value: number): number {
  const rounded = Math.fround(value);
  for (let digits = 1; digits <= 9; digits += 1) {
    const short = Number(rounded.toPrecision(digits));
    if (Math.fround(short) === rounded) return short;
  }
  return rounded;
}

/** Bytes, printed as text. A number with a fraction says nothing. */
export function asBytes(value: Value, to: Printing): string | undefined {
  if (value.kind !== 'scalar') return undefined;
  if (value.type === 'int') return Number(value.value) === 0 ? undefined : String(value.value);
  if (value.type !== 'string') return undefined;
  const bytes = parseBytes(String(value.value));
  if (typeof bytes === 'string') throw undecodable(value, to, bytes);
  return bytes === 0n ? undefined : bytes.toString();
}

export const asKeptDuration: Print = (value, to) => {
  if (isNull(value)) return undefined;
  const duration = parseDuration(goText(value));
  if (typeof duration === 'string') throw undecodable(value, to, duration);
  return printDuration(duration);
};

export const asDuration: Print = (value, to) => {
  const printed = asKeptDuration(value, to);
  return printed === '0s' ? undefined : printed;
};

/** A file mode, in octal digits: a text is octal already, a number is what it is. */
export const asMode: Print = (value, to) => {
  if (isNull(value)) return undefined;
  const written = textOf(value);
  if (written !== undefined && !/^[-+]?[0-7]+$/.test(written))
    throw undecodable(value, to, `strconv.ParseInt: parsing ${JSON.stringify(written)}: invalid syntax`);
  if (value.kind === 'scalar' && value.type === 'float')
    throw undecodable(value, to, 'unexpected value type float64 for mode');
  const mode = written === undefined ? integerFrom(value, to) : Number.parseInt(written, 8);
  return `0${mode.toString(8)}`;
};
