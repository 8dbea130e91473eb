import { isMapping, mapEntries, type Path, sequence, type Value } from './value.ts';
import type { Origin } from './origin.ts';
import { Refused } from './refused.ts';

/** The most faults that are told at once. */
const MOST_TOLD = 50;
/** The most that are looked at in one round. */
const MOST_SEEN = 200;
/** Texts are read again for each round: large ones less often. */
const MOST_READ = 2_000_000;
const MOST_ROUNDS = 20;

/** What a project says in vain: by its keys, and as it is written. */
export interface Gap {
  readonly path: Path;
  readonly text: string;
}

/** What is left out of a project, to see what else is wrong with it. */
export class LeftOut {
  readonly #places = new Map<string, Origin>();
  /** What was left out when the project was last read. */
  readonly gaps: Gap[] = [];
  /** What is left may contradict itself. */
  isLenient = false;

  get size(): number {
    return this.#places.size;
  }

  add(at: Origin): void {
    this.#places.set(keyOf(at), at);
  }

  /** Whether something is left out inside of a place, which what is around it may miss. */
  isAround({ source, start, end }: Origin): boolean {
    return [...this.#places.values()].some(
      (it) => it.source.file === source.file && it.start >= start && it.end <= end && it.end - it.start < end - start,
    );
  }

  /** The same value without what is left out. */
  without(value: Value, path: Path = []): Value {
    if (this.size === 0) return value;
    const isGone = (it: Value, key: string): boolean => {
      if (!this.#places.has(keyOf(it.at))) return false;
      const { source, start, end } = it.at;
      this.gaps.push({ path: [...path, key], text: source.text.slice(start, end) });
      return true;
    };
    if (isMapping(value)) {
      const kept = [...value.entries].filter(([key, it]) => !isGone(it, key));
      const left = kept.length === value.entries.size ? value : { ...value, entries: new Map(kept) };
      return mapEntries(left, (it, key) => this.without(it, [...path, key]));
    }
    if (value.kind !== 'sequence') return value;
    const kept = value.items.filter((it, i) => !isGone(it, String(i)));
    return sequence(
      kept.map((it, i) => this.without(it, [...path, String(i)])),
      value.at,
    );
  }
}

const keyOf = ({ source, start, end }: Origin): string => `${source.file}\0${start}\0${end}`;

/**
 * Everything that is wrong beside the first fault, by place. What is at fault is left out and the project read again, until nothing
 * is wrong or nothing can be left out.
 */
export function othersOf(
  first: Refused,
  texts: readonly string[],
  leftOut: LeftOut,
  again: () => unknown,
): readonly Refused[] {
  if (first.kind === 'yaml') return []; // of what is no YAML nothing else is known
  const isLinked = texts.some((text) => text.includes('extends'));
  const told = new Map<string, Refused>([[toldKey(first), first]]);
  let next: unknown = first;
  for (let left = roundsFor(texts); next instanceof Refused && left > 0 && told.size < MOST_TOLD; left -= 1) {
    const before = leftOut.size;
    const isFirst = before === 0;
    for (const it of [next, ...next.others.slice(0, MOST_SEEN)]) {
      const isOwn = isFirst || (!(isLinked && isOfWhole(it)) && !followsFrom(it, leftOut));
      if (isOwn && !told.has(toldKey(it))) told.set(toldKey(it), it);
      if (it.at && !isOfWhole(it)) leftOut.add(it.at);
    }
    // what contradicts itself is looked for at the end, and all at once
    if (leftOut.size === before || isOfWhole(next)) break;
    next = again();
  }
  const others = [...told.values()].slice(1, MOST_TOLD);
  return others.sort((a, b) => compare(a.at?.source.file ?? '', b.at?.source.file ?? '') || startOf(a) - startOf(b));
}

/** What can be read once enough is left out; null where that is nothing. */
export function restOf<T>(
  first: Refused,
  texts: readonly string[],
  leftOut: LeftOut,
  again: () => T | Refused | null,
): T | null {
  if (first.kind === 'yaml') return null;
  leftOut.isLenient = true;
  for (let left = roundsFor(texts); left > 0; left -= 1) {
    const next = again();
    if (!(next instanceof Refused)) return next;
    const before = leftOut.size;
    for (const { at } of [next, ...next.others]) if (at) leftOut.add(at);
    if (leftOut.size === before) return null;
  }
  return null;
}

function roundsFor(texts: readonly string[]): number {
  const characters = texts.reduce((sum, text) => sum + text.length, 0);
  return Math.max(1, Math.min(MOST_ROUNDS, Math.floor(MOST_READ / Math.max(1, characters))));
}

const startOf = ({ at }: Refused): number => at?.start ?? 0;
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function toldKey({ at, message, kind }: Refused): string {
  return at ? `${kind} ${keyOf(at)} ${kind === 'schema' ? '' : message}` : message;
}

function isOfWhole({ kind }: Refused): boolean {
  return kind === 'consistency' || kind === 'reference' || kind === 'cycle';
}

/** Whether a fault may be there only because something has been left out. */
function followsFrom(fault: Refused, leftOut: LeftOut): boolean {
  if (fault.kind === 'empty' || fault.kind === 'name' || (fault.at && leftOut.isAround(fault.at))) return true;
  if (!isOfWhole(fault)) return false;
  return leftOut.gaps.some(({ path: [kind, name, ...rest] }) => {
    if (name === undefined) return true;
    if (kind === 'services' && fault.service === name) return true;
    return rest.length === 0 && fault.message.split(/[\s":]+/).includes(name);
  });
}
