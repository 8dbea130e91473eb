/** One key of two printed models, with what each has there; undefined where it has none. */
export interface ModelDifference {
  readonly path: readonly string[];
  readonly ours: unknown;
  readonly theirs: unknown;
}

/**
 * What two models of one project, as `docker compose config` prints them, have otherwise. Ways of printing that differ between
 * releases and mean the same do not count: modes as numbers, parts that are left out or empty, and a default that is not said.
 */
export function differencesOf(ours: unknown, theirs: unknown): ModelDifference[] {
  return compared([], ours, theirs);
}

function compared(path: readonly string[], ours: unknown, theirs: unknown): ModelDifference[] {
  if (isSame(path, ours, theirs)) return [];
  if (isObject(ours) && isObject(theirs)) return comparedKeys(path, ours, theirs);
  if (Array.isArray(ours) && Array.isArray(theirs) && ours.length === theirs.length)
    return ours.flatMap((it, i) => compared([...path, String(i)], it, theirs[i]));
  return [{ path, ours, theirs }];
}

type Raw = Readonly<Record<string, unknown>>;

function comparedKeys(path: readonly string[], ours: Raw, theirs: Raw): ModelDifference[] {
  const names = [...new Set([...Object.keys(ours), ...Object.keys(theirs)])];
  return names.flatMap((name) => compared([...path, name], own(ours, name), own(theirs, name)));
}

function isSame(path: readonly string[], ours: unknown, theirs: unknown): boolean {
  if (ours === theirs || (isNothing(ours) && isNothing(theirs))) return true;
  const key = path.at(-1);
  if (key === 'mode') return modeOf(ours) !== null && (modeOf(ours) ?? []).some((it) => modeOf(theirs)?.includes(it));
  // Compose 5 does not say what holds anyway
  if (key === 'create_host_path') return (ours ?? true) === (theirs ?? true);
  if (key === 'bind') return isNothing(withoutDefault(ours)) && isNothing(withoutDefault(theirs));
  return false;
}

/** What a mode may stand for: older releases print `0440` as 288, or as the digits that were written. */
function modeOf(value: unknown): readonly number[] | null {
  if (typeof value === 'number') return [value, Number.parseInt(String(value), 8)];
  return typeof value === 'string' && /^[0-7]+$/.test(value) ? [Number.parseInt(value, 8)] : null;
}

/** Not there, null, or a map without keys. An empty list says something: an entry point that is taken away. */
function isNothing(value: unknown): boolean {
  return value === undefined || value === null || (isObject(value) && Object.keys(value).length === 0);
}

function withoutDefault(value: unknown): unknown {
  if (!isObject(value) || value['create_host_path'] !== true) return value;
  const { create_host_path: _, ...rest } = value;
  return rest;
}

const isObject = (value: unknown): value is Raw => typeof value === 'object' && value !== null && !Array.isArray(value);

const own = (map: Raw, name: string): unknown => (Object.hasOwn(map, name) ? map[name] : undefined);
