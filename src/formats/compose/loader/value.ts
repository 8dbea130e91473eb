import type { Origin } from './origin.ts';

/** What a YAML scalar is to Compose: `time` is what no attribute takes. */
export type ScalarType = 'string' | 'int' | 'float' | 'bool' | 'null' | 'time';

export interface Scalar {
  readonly kind: 'scalar';
  readonly type: ScalarType;
  readonly value: string | number | bigint | boolean | null;
  readonly at: Origin;
}

export interface Mapping {
  readonly kind: 'mapping';
  readonly entries: ReadonlyMap<string, Value>;
  readonly at: Origin;
}

export interface Sequence {
  readonly kind: 'sequence';
  readonly items: readonly Value[];
  readonly at: Origin;
}

/** A value of a compose file with the place that it comes from. Never changed: every step makes a new tree and shares what stays. */
export type Value = Scalar | Mapping | Sequence;

export type Path = readonly string[];

export const isMapping = (value: Value | undefined): value is Mapping => value?.kind === 'mapping';
export const isSequence = (value: Value | undefined): value is Sequence => value?.kind === 'sequence';
export const isNull = (value: Value | undefined): boolean => value?.kind === 'scalar' && value.type === 'null';

export function text(value: string, at: Origin): Scalar {
  return { kind: 'scalar', type: 'string', value, at };
}

export function flag(value: boolean, at: Origin): Scalar {
  return { kind: 'scalar', type: 'bool', value, at };
}

export function integer(value: number | bigint, at: Origin): Scalar {
  return { kind: 'scalar', type: 'int', value, at };
}

export function nothing(at: Origin): Scalar {
  return { kind: 'scalar', type: 'null', value: null, at };
}

export function mapping(entries: Iterable<readonly [string, Value]>, at: Origin): Mapping {
  return { kind: 'mapping', entries: new Map(entries), at };
}

export function sequence(items: readonly Value[], at: Origin): Sequence {
  return { kind: 'sequence', items, at };
}

/** The text of a string; undefined for everything else. */
export function textOf(value: Value | undefined): string | undefined {
  return value?.kind === 'scalar' && typeof value.value === 'string' && value.type === 'string'
    ? value.value
    : undefined;
}

export function entryOf(value: Value | undefined, key: string): Value | undefined {
  return value?.kind === 'mapping' ? value.entries.get(key) : undefined;
}

export function itemsOf(value: Value | undefined): readonly Value[] {
  return value?.kind === 'sequence' ? value.items : [];
}

export function withEntry(value: Mapping, key: string, entry: Value): Mapping {
  return { ...value, entries: new Map(value.entries).set(key, entry) };
}

export function withoutEntry(value: Mapping, key: string): Mapping {
  if (!value.entries.has(key)) return value;
  const entries = new Map(value.entries);
  entries.delete(key);
  return { ...value, entries };
}

/** The same mapping with other values; itself where nothing changed. */
export function mapEntries(value: Mapping, change: (entry: Value, key: string) => Value): Mapping {
  let changed: Map<string, Value> | null = null;
  for (const [key, entry] of value.entries) {
    const next = change(entry, key);
    if (next !== entry) (changed ??= new Map(value.entries)).set(key, next);
  }
  return changed ? { ...value, entries: changed } : value;
}

/** The same list with other elements; itself where nothing changed. */
export function mapItems(value: Sequence, change: (item: Value, index: number) => Value): Sequence {
  const items = value.items.map(change);
  return items.some((item, i) => item !== value.items[i]) ? { ...value, items } : value;
}

/** Whether two values are the same to Compose, wherever they are written. */
export function isSame(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (a.kind === 'scalar') return b.kind === 'scalar' && a.type === b.type && a.value === b.value;
  if (a.kind === 'sequence')
    return (
      b.kind === 'sequence' &&
      a.items.length === b.items.length &&
      a.items.every((item, i) => {
        const other = b.items[i];
        return other !== undefined && isSame(item, other);
      })
    );
  if (b.kind !== 'mapping' || a.entries.size !== b.entries.size) return false;
  for (const [key, entry] of a.entries) {
    const other = b.entries.get(key);
    if (other === undefined || !isSame(entry, other)) return false;
  }
  return true;
}

/** What Go calls the type of a value, as its messages name it. */
export function goTypeOf(value: Value): string {
  if (value.kind === 'mapping') return 'map[string]interface {}';
  if (value.kind === 'sequence') return '[]interface {}';
  return { string: 'string', int: 'int', float: 'float64', bool: 'bool', null: '<nil>', time: 'time.Time' }[value.type];
}
