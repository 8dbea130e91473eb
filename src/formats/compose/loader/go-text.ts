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
  return value.type === 'float' ? goFloat(Number(value.value)) : String(value.value);
}
