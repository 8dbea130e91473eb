import type { Place } from '../domain/index.ts';

/** A YAML text with a place for every value. */
export interface LocatedYaml {
  readonly value: unknown;
  /** Place of the value at a path of keys and indexes; of a key itself with `key: true`; falls back to the nearest parent. */
  readonly placeOf: (path: readonly PropertyKey[], options?: { readonly key?: boolean }) => Place;
}

/** The value at a path of keys and indexes; undefined where there is none. */
export function dig(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (it, key) => (typeof it === 'object' && it !== null ? (it as Record<PropertyKey, unknown>)[key] : undefined),
    value,
  );
}
