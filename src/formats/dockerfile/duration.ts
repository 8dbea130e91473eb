const UNITS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: 1e3,
  m: 6e4,
  h: 3.6e6,
};
const PART = /(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)/gy;

const LONGEST_MS = 2 ** 63 / 1e6; // nanoseconds in 64 bits

/** Milliseconds of a duration as Go writes it (`1m30s`); null when it is none. */
export function durationMs(text: string): number | null {
  const sign = text.startsWith('-') ? -1 : 1;
  const body = text.replace(/^[+-]/, '');
  if (body === '0') return 0;
  let total = 0;
  let end = 0;
  for (const [part, amount = '', unit = ''] of body.matchAll(PART)) {
    total += Number(amount) * (UNITS[unit] ?? 0);
    end += part.length;
  }
  return end === body.length && end > 0 && total < LONGEST_MS ? sign * total : null;
}
