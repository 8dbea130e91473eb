const UNITS = 'kmgtp';
const SIZE = /^([-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?)$/;

/** Bytes of `1.5g`, in powers of 1024; else the reason why it is none. */
export function parseBytes(written: string): bigint | string {
  const invalid = `invalid size: '${written}'`;
  let end = written.length;
  while (end > 0 && !'01234567890. '.includes(written[end - 1] ?? '')) end -= 1;
  if (end === 0) return invalid;
  const number = written[end - 1] === ' ' ? written.slice(0, end - 1) : written.slice(0, end);
  const suffix = written.slice(end).toLowerCase();
  const size = SIZE.test(number) ? Number(number) : Number.NaN;
  if (Number.isNaN(size) || !Number.isFinite(size))
    return `strconv.ParseFloat: parsing ${JSON.stringify(number)}: invalid syntax`;
  if (size < 0) return invalid;
  if (suffix === '' || suffix === 'b') return clamped(size);
  const power = UNITS.indexOf(suffix[0] ?? '');
  if (power < 0 || !['', 'b', 'ib'].includes(suffix.slice(1))) return `invalid suffix: '${suffix}'`;
  return clamped(size * 1024 ** (power + 1));
}

function clamped(size: number): bigint {
  const whole = BigInt(Math.trunc(size));
  return whole >= 2n ** 63n ? -(2n ** 63n) : whole;
}
