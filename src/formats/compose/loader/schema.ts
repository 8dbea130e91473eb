import { nearest } from '../../nearest.ts';
import { type Origin } from './origin.ts';
import { Refused } from './refused.ts';
import { project } from './shape-project.ts';
import { type Kind, type Shape } from './shape.ts';
import { goText } from './go-text.ts';
import type { Value } from './value.ts';

/** What does not fit; of all, the one that lies deepest is told. */
interface Misfit {
  readonly depth: number;
  readonly path: readonly string[];
  readonly message: string;
  readonly at: Origin;
  /** A key or word that is not known, and those that are. */
  readonly unknown?: { readonly name: string; readonly known: Iterable<string>; readonly isKey: boolean };
}

/** Refuses a model that Compose's schema does not allow, for its most specific misfit. */
export function checkSchema(model: Value, file: string): void {
  const misfit = misfitOf(model, project, []);
  if (!misfit) return;
  const where = misfit.path.join('.');
  const { at, unknown } = misfit;
  throw new Refused('schema', `validating ${file}: ${where} ${misfit.message}`, {
    at,
    where,
    nearest: unknown ? nearest(unknown.name, unknown.known) : null,
    key: unknown?.isKey ? [...misfit.path, unknown.name] : null,
  });
}

function misfitOf(value: Value, shape: Shape, path: readonly string[]): Misfit | null {
  const misfit = (message: string, more = 0, at = value.at): Misfit => ({
    depth: path.length + more,
    path,
    message,
    at,
  });
  const kind = kindOf(value);
  if (kind === 'invalid') return misfit('invalid jsonType time.Time');
  if (shape.kinds && !shape.kinds.some((it) => it === kind || (it === 'number' && kind === 'integer')))
    return misfit(`must be ${listed(shape.kinds)}`);
  if (shape.words && !shape.words.includes(goText(value)))
    return {
      ...misfit(`value must be one of ${shape.words.map((word) => `'${word}'`).join(', ')}`),
      unknown: { name: goText(value), known: shape.words, isKey: false },
    };
  const inside = [ofMapping, ofSequence, ofScalar, ofChoice].map((check) => check(value, shape, path, misfit));
  return deepest(inside);
}

type Say = (message: string, more?: number, at?: Origin) => Misfit;

/** Of equally deep ones the first. */
function deepest(all: readonly (Misfit | null)[]): Misfit | null {
  return all.reduce((best, it) => (it && it.depth > (best?.depth ?? -1) ? it : best), null);
}

function ofMapping(value: Value, shape: Shape, path: readonly string[], say: Say): Misfit | null {
  if (value.kind !== 'mapping') return null;
  const missing = shape.required?.filter((name) => !value.entries.has(name)) ?? [];
  let worst =
    missing.length === 0 ? null : say(`missing ${missing.length > 1 ? 'properties' : 'property'} ${quoted(missing)}`);
  const extra: string[] = [];
  for (const [key, entry] of value.entries) {
    const own = shape.fields?.get(key);
    const likened = (shape.patterns ?? []).filter(([pattern]) => pattern.test(key)).map(([, it]) => it);
    const shapes = own ? [own, ...likened] : likened;
    if (shapes.length === 0 && shape.isClosed) extra.push(key);
    for (const it of shapes) worst = deepest([worst, misfitOf(entry, it, [...path, key])]);
  }
  const [first] = extra;
  if (first === undefined) return worst;
  const tooMuch = say(`additional properties ${quoted(extra)} not allowed`, 1, value.entries.get(first)?.at);
  return deepest([worst, { ...tooMuch, unknown: { name: first, known: shape.fields?.keys() ?? [], isKey: true } }]);
}

function ofSequence(value: Value, shape: Shape, path: readonly string[], say: Say): Misfit | null {
  if (value.kind !== 'sequence') return null;
  const { items } = shape;
  const double = shape.isUnique ? doubleIn(value.items) : null;
  const worst = double && say(`items at ${double[0]} and ${double[1]} are equal`, 0, value.items[double[1]]?.at);
  if (!items) return worst;
  return value.items.reduce((best, item, i) => deepest([best, misfitOf(item, items, [...path, String(i)])]), worst);
}

function ofScalar(value: Value, shape: Shape, _: readonly string[], say: Say): Misfit | null {
  if (value.kind !== 'scalar') return null;
  if (value.type === 'string')
    return !shape.pattern || shape.pattern.test(String(value.value))
      ? null
      : say(`'${String(value.value)}' does not match pattern '${shape.pattern.source}'`);
  if (value.type !== 'int' && value.type !== 'float') return null;
  const { minimum = -Infinity, maximum = Infinity } = shape;
  if (Number(value.value) < minimum) return say(`must be greater than or equal to ${minimum}`);
  return Number(value.value) > maximum ? say(`must be less than or equal to ${maximum}`) : null;
}

function ofChoice(value: Value, shape: Shape, path: readonly string[], say: Say): Misfit | null {
  if (!shape.oneOf) return null;
  const misfits = shape.oneOf.map((it) => misfitOf(value, it, path));
  const fitting = misfits.filter((it) => it === null).length;
  if (fitting > 1) return say('oneOf failed, several subschemas matched');
  return fitting === 1 ? null : deepest(misfits);
}

function kindOf(value: Value): Kind | 'invalid' {
  if (value.kind === 'mapping') return 'object';
  if (value.kind === 'sequence') return 'array';
  if (value.type === 'float') return Number.isInteger(value.value) ? 'integer' : 'number';
  const kinds = { string: 'string', int: 'integer', bool: 'boolean', null: 'null', time: 'invalid' } as const;
  return kinds[value.type];
}

function doubleIn(items: readonly Value[]): readonly [number, number] | null {
  const seen = new Map<string, number>();
  for (const [i, item] of items.entries()) {
    const key = keyOf(item);
    const first = seen.get(key);
    if (first !== undefined) return [first, i];
    seen.set(key, i);
  }
  return null;
}

/** Equal for equal values alone. */
function keyOf(value: Value): string {
  if (value.kind === 'sequence') return `[${value.items.map(keyOf).join(',')}]`;
  if (value.kind === 'scalar') return typeof value.value === 'string' ? JSON.stringify(value.value) : goText(value);
  const pairs = [...value.entries].map(([key, it]) => `${JSON.stringify(key)}:${keyOf(it)}`);
  return `{${pairs.sort().join(',')}}`;
}

const NAMES: Readonly<Partial<Record<Kind, string>>> = { object: 'mapping', array: 'list' };

function listed(kinds: readonly Kind[]): string {
  const names = kinds.map((kind) => NAMES[kind] ?? kind).sort();
  const last = names.pop() ?? '';
  return names.length === 0 ? `a ${last}` : `a ${names.join(', ')} or ${last}`;
}

const quoted = (names: readonly string[]): string => names.map((name) => `'${name}'`).join(', ');
