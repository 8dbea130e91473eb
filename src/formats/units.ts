import type { Bound, Unit } from '../domain/index.ts';

const BYTES: Readonly<Record<string, number>> = {
  B: 1,
  kB: 1e3,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  TiB: 2 ** 40,
};
const TIMES: Readonly<Record<string, number>> = { ms: 1, s: 1e3, m: 6e4, min: 6e4, h: 3.6e6, d: 8.64e7 };

/** What kind of number a bound is about, and with it which units may be written. */
export type Quantity = 'size' | 'duration' | 'share' | 'count';

const UNITS: Readonly<Record<Quantity, { readonly unit: Unit; readonly factors: Readonly<Record<string, number>> }>> = {
  size: { unit: 'B', factors: BYTES },
  duration: { unit: 'ms', factors: TIMES },
  share: { unit: 'ratio', factors: { '%': 0.01, '': 1 } },
  count: { unit: 'count', factors: { '': 1 } },
};

/**
 * Reads a bound as people write it: `<500MB`, `<=5s`, `>=70%`, `0`. MB = 10⁶, MiB = 2²⁰. Without a sign it means `<=`
 * for sizes, durations and shares, and `=` for counts. Gives the fault as a sentence when it is none.
 */
export function readBound(text: string, quantity: Quantity): Bound | { readonly fault: string } {
  const { unit, factors } = UNITS[quantity];
  const match = /^\s*(<=|>=|<|>|=|≤|≥)?\s*(\d+(?:\.\d+)?|\.\d+)\s*([A-Za-z%]*)\s*$/.exec(text);
  if (!match) return { fault: `\`${text}\` is not a ${quantity}: write it like ${example(quantity)}` };
  const [, sign = quantity === 'count' ? '=' : '<=', digits = '', suffix = ''] = match;
  const factor = factors[suffix] ?? (Number(digits) === 0 && suffix === '' ? 1 : undefined);
  if (factor === undefined) return { fault: unknownUnit(text, suffix, factors, quantity) };
  const op = sign === '≤' ? '<=' : sign === '≥' ? '>=' : (sign as Bound['op']); // the pattern allows no other
  // 70 × 0.01 is 0.7000000000000001 in binary: a bound means what was written
  return { op, value: Number((Number(digits) * factor).toPrecision(15)), unit, text: text.trim() };
}

function unknownUnit(
  text: string,
  suffix: string,
  factors: Readonly<Record<string, number>>,
  quantity: Quantity,
): string {
  const names = Object.keys(factors).filter((name) => name !== '');
  if (suffix === '') return `\`${text}\` has no unit: write it like ${example(quantity)}`;
  const near = names.find((name) => name.toLowerCase() === suffix.toLowerCase());
  const known = names.length === 0 ? 'it takes none' : `known: ${names.join(', ')}`;
  return `\`${suffix}\` is no unit of a ${quantity} (${known})${near ? `; did you mean \`${near}\`?` : ''}`;
}

function example(quantity: Quantity): string {
  return { size: '`<500MB`', duration: '`<5s`', share: '`>=70%`', count: '`0` or `<=20`' }[quantity];
}

/** Whether a number keeps a bound. */
export function meets({ op, value }: Bound, observed: number): boolean {
  switch (op) {
    case '<':
      return observed < value;
    case '<=':
      return observed <= value;
    case '>':
      return observed > value;
    case '>=':
      return observed >= value;
    case '=':
      return observed === value;
  }
}

/** The share of the bound that is left: 0.06 = 6 % slack, negative = broken; null where a bound of 0 has no shares. */
export function marginOf({ op, value }: Bound, observed: number): number | null {
  if (value === 0) return observed === 0 ? 0 : null;
  const slack = (value - observed) / value;
  return op === '>' || op === '>=' ? -slack : op === '=' ? (observed === value ? 0 : null) : slack;
}

/** A number of base units as people read it: `470 MB`, `2.9 s`, `71.4 %`, `3`. */
export function humanize(value: number, unit: string): string {
  switch (unit) {
    case 'B':
      return bytes(value);
    case 'ms':
      return value < 1000
        ? `${trim(value, value < 10 ? 1 : 0)} ms`
        : value < 120_000
          ? `${trim(value / 1000, 2)} s`
          : `${trim(value / 60_000, 1)} min`;
    case 's':
      return `${trim(value, 1)} s`;
    case 'ratio':
      return `${trim(value * 100, 1)} %`;
    case 'percent':
      return `${trim(value, 1)} %`;
    case 'millicores':
      return `${trim(value / 10, 2)} % of a core`;
    default:
      return trim(value, 2);
  }
}

/** A count with what is counted: `1 file`, `3 files`. */
export function plural(count: number, noun: string, nouns = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : nouns}`;
}

function bytes(value: number): string {
  const steps = ['B', 'kB', 'MB', 'GB', 'TB'];
  let index = 0;
  let left = value;
  while (Math.abs(left) >= 1000 && index < steps.length - 1) {
    left /= 1000;
    index += 1;
  }
  return `${trim(left, index === 0 || left >= 100 ? 0 : left >= 10 ? 1 : 2)} ${steps[index]}`;
}

function trim(value: number, digits: number): string {
  return value
    .toFixed(digits)
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '');
}
