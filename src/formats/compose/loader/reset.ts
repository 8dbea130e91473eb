import { isMapping, mapEntries, type Mapping, type Path, type Value, withoutEntry } from './value.ts';

/** The model without what is tagged `!reset` or `!override` at these paths; elements of lists stay. */
export function withoutResets(model: Mapping, paths: readonly Path[]): Mapping {
  return paths.reduce((rest, path) => without(rest, path), model);
}

function without(value: Mapping, [key, ...rest]: Path): Mapping {
  if (key === undefined) return value;
  if (rest.length === 0) return withoutEntry(value, key);
  if (!value.entries.has(key)) return value;
  return mapEntries(value, (it: Value, name) => (name === key && isMapping(it) ? without(it, rest) : it));
}
