/** Reading values of unknown shape: what is not of the asked kind is the empty one of that kind. */
export type Values = Readonly<Record<string, unknown>>;

const NOTHING: Values = Object.freeze(Object.create(null) as Values); // a record without entries

export const isRecord = (value: unknown): value is Values =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

export const record = (value: unknown): Values => (isRecord(value) ? value : NOTHING);

/** Own properties only: `constructor` is a name like any other. */
export const own = (values: unknown, key: string): unknown =>
  isRecord(values) && Object.hasOwn(values, key) ? values[key] : undefined;

export const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

export const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** A text or a number, as YAML may have made one of `1.10`. */
export const scalar = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';

export const texts = (value: unknown): string[] => list(value).filter((it) => typeof it === 'string');

export const entries = (value: unknown): [string, unknown][] => Object.entries(record(value));

export const unique = <T>(values: Iterable<T>): T[] => [...new Set(values)];
