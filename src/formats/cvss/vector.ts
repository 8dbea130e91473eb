/** Metrics of a vector by their short names; only known ones with known values, each once. */
export type Metrics = ReadonlyMap<string, string>;

/** Values of a metric in one string of one-letter (or spaced longer) codes; the mandatory ones come first. */
export interface Grammar {
  readonly mandatory: Readonly<Record<string, string>>;
  readonly optional: Readonly<Record<string, string>>;
}

const MOST_CHARACTERS = 512; // the longest real vector has a good 200

/** Reads `AV:N/AC:L/…`; null where a metric is unknown, is there twice, has an unknown value or is missing. */
export function readMetrics(text: string, { mandatory, optional }: Grammar): Metrics | null {
  if (text.length > MOST_CHARACTERS) return null;
  const metrics = new Map<string, string>();
  for (const part of text.split('/')) {
    const [name = '', value = '', ...more] = part.split(':');
    const known = valuesOf(mandatory, name) ?? valuesOf(optional, name);
    if (more.length > 0 || metrics.has(name) || !known?.split(' ').includes(value)) return null;
    metrics.set(name, value);
  }
  return Object.keys(mandatory).every((name) => metrics.has(name)) ? metrics : null;
}

function valuesOf(names: Readonly<Record<string, string>>, name: string): string | null {
  return Object.hasOwn(names, name) ? (names[name] ?? null) : null;
}
