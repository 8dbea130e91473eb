const NANOSECONDS: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  µs: 1_000n,
  μs: 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
  d: 86_400_000_000_000n,
  w: 604_800_000_000_000n,
};

const PART = /([0-9]*)(\.[0-9]*)?([^0-9.]*)/y;
const MOST = 2n ** 63n - 1n;

/** Nanoseconds of `1m30s`, of `1d` and `1w` too; else the reason why it is none. */
export function parseDuration(written: string): bigint | string {
  const bare = written.replace(/^[-+]/, '');
  const invalid = `time: invalid duration ${JSON.stringify(written)}`;
  if (bare === '0') return 0n;
  if (bare === '') return invalid;
  let whole = 0n;
  for (let at = 0; at < bare.length; ) {
    PART.lastIndex = at;
    const [part = '', digits = '', fraction = '', unit = ''] = PART.exec(bare) ?? [];
    if (digits === '' && fraction.length < 2) return invalid;
    if (unit === '') return `time: missing unit in duration ${JSON.stringify(written)}`;
    const size = Object.hasOwn(NANOSECONDS, unit) ? NANOSECONDS[unit] : undefined;
    if (size === undefined) return `time: unknown unit ${JSON.stringify(unit)} in duration ${JSON.stringify(written)}`;
    if (digits.length > 20) return invalid;
    whole += BigInt(digits || '0') * size + BigInt(Math.floor(Number(`0${fraction || '.0'}`) * Number(size)));
    if (whole > MOST) return invalid;
    at += part.length;
  }
  return written.startsWith('-') ? -whole : whole;
}

/** As Go prints it: `1m30s`, `1.5s`, `500ms`. */
export function printDuration(nanoseconds: bigint): string {
  if (nanoseconds === 0n) return '0s';
  const sign = nanoseconds < 0n ? '-' : '';
  const size = nanoseconds < 0n ? -nanoseconds : nanoseconds;
  if (size < 1_000n) return `${sign}${size}ns`;
  if (size < 1_000_000n) return `${sign}${decimal(size, 3)}µs`;
  if (size < 1_000_000_000n) return `${sign}${decimal(size, 6)}ms`;
  const minutes = size / 60_000_000_000n;
  const seconds = `${decimal(size % 60_000_000_000n, 9)}s`;
  if (minutes === 0n) return sign + seconds;
  const hours = minutes / 60n;
  return `${sign}${hours > 0n ? `${hours}h` : ''}${minutes % 60n}m${seconds}`;
}

function decimal(value: bigint, places: number): string {
  const digits = value.toString().padStart(places + 1, '0');
  const fraction = digits.slice(-places).replace(/0{1,9}$/, '');
  return `${digits.slice(0, -places)}${fraction === '' ? '' : `.${fraction}`}`;
}
