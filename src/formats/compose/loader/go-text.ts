import { isoTime } from './scalar.ts';
import type { Value } from './value.ts';

const FIRST_EXPONENT = 6;

/** A number with a fraction as Go's `%v` prints it: the shortest digits, an exponent below 1e-4 and from 1e6. */
export function goFloat(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  if (Object.is(value, -0)) return '-0';
  const [digits = '', exponent = '0'] = value.toExponential().split('e');
  const power = Number(exponent);
  if (value !== 0 && (power < -4 || power >= FIRST_EXPONENT))
    return `${digits}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
  return String(value);
}

/** A value as Go's `%v` prints it. */
export function goText(value: Value): string {
  if (value.kind === 'sequence') return `[${value.items.map(goText).join(' ')}]`;
  if (value.kind === 'mapping') {
    const pairs = [...value.entries].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, it]) => `${key}:${goText(it)}`);
    return `map[${pairs.join(' ')}]`;
  }
  if (value.type === 'null') return '<nil>';
  if (value.type === 'time') return goTime(String(value.value));
  return value.type === 'float' ? goFloat(Number(value.value)) : String(value.value);
}

/** `2024-01-02 00:00:00 +0000 UTC`: a zone that has no name is told twice. */
function goTime(text: string): string {
  const [, date = '', clock = '', zone = ''] = /^(.*)T(.*?)(Z|[-+]\d\d:\d\d)$/.exec(isoTime(text)) ?? [];
  const offset = zone.replace(':', '');
  return `${date} ${clock} ${zone === 'Z' ? '+0000 UTC' : `${offset} ${offset}`}`;
}

const DECIMAL = /^[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:e[-+]?[0-9]+)?$/i;
const HEX = /^([-+]?)0x([0-9a-f]*)\.?([0-9a-f]*)p([-+]?[0-9]+)$/i;
const WORD = /^([-+]?)(?:(inf(?:inity)?)|nan)$/i;

/** A text as Go reads a number with a fraction from it; why it does not. */
export function goFloatOf(text: string): number | 'invalid syntax' | 'value out of range' {
  const word = WORD.exec(text);
  if (word) return word[2] === undefined ? Number.NaN : word[1] === '-' ? -Infinity : Infinity;
  const stray = /^[-+]?0x/i.test(text) ? /(?<![0-9a-fx])_|_(?![0-9a-f])/i : /(?<![0-9])_|_(?![0-9])/;
  if (stray.test(text)) return 'invalid syntax';
  const bare = text.replaceAll('_', '');
  const value = DECIMAL.test(bare) ? Number(bare) : hexFloatOf(bare);
  return value === null ? 'invalid syntax' : Number.isFinite(value) ? value : 'value out of range';
}

const LONGEST_HEX = 300; // digits: more is beyond every range or precision

function hexFloatOf(text: string): number | null {
  const [, sign, whole = '', fraction = '', power] = HEX.exec(text) ?? [];
  const digits = whole + fraction;
  if (digits === '' || digits.length > LONGEST_HEX) return null;
  const size = Number(BigInt(`0x${digits}`)) * 2 ** (Number(power) - 4 * fraction.length);
  return sign === '-' ? -size : size;
}
