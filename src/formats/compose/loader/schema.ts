import { nearest } from '../../nearest.ts';
import { type Origin } from './origin.ts';
import { Refused, refuseAll } from './refused.ts';
import { project } from './shape-project.ts';
import { ANYTHING, type Kind, type Shape } from './shape.ts';
import { goText } from './go-text.ts';
import { type Mapping, type Scalar, textOf, type Value } from './value.ts';

/** What does not fit; of all, the one that lies deepest is told first. */
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
  if (fits(model, project)) return;
  const misfits = misfitsIn(model, project, []);
  const first = deepest(misfits);
  refuseAll([...first, ...misfits.filter((it) => !first.includes(it))].map((it) => refusalOf(it, file)));
}

function refusalOf({ path, message, at, unknown }: Misfit, file: string): Refused {
  const where = path.join('.');
  return new Refused('schema', `validating ${file}: ${where} ${message}`, {
    at,
    where,
    nearest: unknown ? nearest(unknown.name, unknown.known) : null,
    key: unknown?.isKey ? [...path, unknown.name] : null,
  });
}

/** Most models fit: nothing is said of them, and nothing made. */
function fits(value: Value, shape: Shape): boolean {
  if (shape === ANYTHING) return true;
  const { kinds, words } = shape;
  const kind = kindOf(value);
  if (kind === 'invalid' || (kinds && !isOneOf(kind, kinds))) return false;
  if (words && !words.includes(goText(value))) return false;
  if (shape.oneOf && shape.oneOf.reduce((sum, it) => sum + (fits(value, it) ? 1 : 0), 0) !== 1) return false;
  if (value.kind === 'mapping') return fitsMapping(value, shape);
  if (value.kind === 'scalar') return ofScalar(value, shape) === null;
  if (shape.isUnique && doubleIn(value.items) !== null) return false;
  const { items } = shape;
  return items === undefined || value.items.every((item) => fits(item, items));
}

function fitsMapping({ entries }: Mapping, { required, fields, patterns, isClosed }: Shape): boolean {
  if (required && !required.every((name) => entries.has(name))) return false;
  for (const [key, entry] of entries) {
    const own = fields?.get(key);
    let isKnown = own !== undefined;
    if (own && !fits(entry, own)) return false;
    for (const [pattern, shape] of patterns ?? []) {
      if (!pattern.test(key)) continue;
      isKnown = true;
      if (!fits(entry, shape)) return false;
    }
    if (!isKnown && isClosed) return false;
  }
  return true;
}

const isOneOf = (kind: Kind, kinds: readonly Kind[]): boolean =>
  kinds.includes(kind) || (kind === 'integer' && kinds.includes('number'));

/** Everything that does not fit, in the order in which it is written. */
function misfitsIn(value: Value, shape: Shape, path: readonly string[]): readonly Misfit[] {
  const misfit = (message: string, more = 0, at = value.at): Misfit => ({
    depth: path.length + more,
    path,
    message,
    at,
  });
  const kind = shape === ANYTHING ? 'object' : kindOf(value);
  if (kind === 'invalid') return [misfit('invalid jsonType time.Time')];
  if (shape.kinds && !isOneOf(kind, shape.kinds)) return [misfit(`must be ${listed(shape.kinds)}`)];
  if (shape.words && !shape.words.includes(goText(value))) {
    const unknown = { name: goText(value), known: shape.words, isKey: false };
    const words = shape.words.map((word) => `'${word}'`).join(', ');
    return [{ ...misfit(`value must be one of ${words}`), unknown }];
  }
  return [
    ...ofMapping(value, shape, path, misfit),
    ...ofSequence(value, shape, path, misfit),
    ...textMisfit(value, shape, misfit),
    ...ofChoice(value, shape, path, misfit),
  ];
}

type Say = (message: string, more?: number, at?: Origin) => Misfit;

/** The one that lies deepest; of equally deep ones the first. */
function deepest(all: readonly Misfit[]): readonly Misfit[] {
  const best = all.reduce<Misfit | null>((found, it) => (found && it.depth <= found.depth ? found : it), null);
  return best ? [best] : [];
}

function ofMapping(value: Value, shape: Shape, path: readonly string[], say: Say): readonly Misfit[] {
  if (value.kind !== 'mapping') return [];
  const missing = shape.required?.filter((name) => !value.entries.has(name)) ?? [];
  const what = missing.length > 1 ? 'properties' : 'property';
  const found: Misfit[] = missing.length === 0 ? [] : [say(`missing ${what} ${quoted(missing)}`)];
  const extra: Misfit[] = [];
  for (const [key, entry] of value.entries) {
    const own = shape.fields?.get(key);
    const likened = (shape.patterns ?? []).filter(([pattern]) => pattern.test(key)).map(([, it]) => it);
    const shapes = own ? [own, ...likened] : likened;
    if (shapes.length === 0 && shape.isClosed) {
      const unknown = { name: key, known: shape.fields?.keys() ?? [], isKey: true };
      extra.push({ ...say(`additional properties '${key}' not allowed`, 1, entry.at), unknown });
    }
    for (const it of shapes) for (const inner of misfitsIn(entry, it, [...path, key])) found.push(inner);
  }
  // a key that is not known may be the one that is missing
  return extra.length > 0 ? [...found.slice(missing.length > 0 ? 1 : 0), ...extra] : found;
}

function ofSequence(value: Value, shape: Shape, path: readonly string[], say: Say): readonly Misfit[] {
  if (value.kind !== 'sequence') return [];
  const { items } = shape;
  const double = shape.isUnique ? doubleIn(value.items) : null;
  const first = double ? [say(`items at ${double[0]} and ${double[1]} are equal`, 0, value.items[double[1]]?.at)] : [];
  return items ? [...first, ...value.items.flatMap((item, i) => misfitsIn(item, items, [...path, String(i)]))] : first;
}

function textMisfit(value: Value, shape: Shape, say: Say): readonly Misfit[] {
  const message = value.kind === 'scalar' ? ofScalar(value, shape) : null;
  if (message === null) return [];
  const known = shape.pattern?.source.split('|').filter((it) => /^\w+$/.test(it)) ?? [];
  return [{ ...say(message), unknown: { name: goText(value), known, isKey: false } }];
}

/** What is wrong with a text or a number; null where nothing is. */
function ofScalar({ type, value }: Scalar, { pattern, minimum = -Infinity, maximum = Infinity }: Shape): string | null {
  if (type === 'string')
    return !pattern || pattern.test(String(value))
      ? null
      : `'${String(value)}' does not match pattern '${pattern.source}'`;
  if (type !== 'int' && type !== 'float') return null;
  if (Number(value) < minimum) return `must be greater than or equal to ${minimum}`;
  return Number(value) > maximum ? `must be less than or equal to ${maximum}` : null;
}

/** Where no choice fits, the one that comes closest is what was meant. */
function ofChoice(value: Value, shape: Shape, path: readonly string[], say: Say): readonly Misfit[] {
  if (!shape.oneOf) return [];
  const choices = shape.oneOf.map((it) => misfitsIn(value, it, path));
  const fitting = choices.filter((it) => it.length === 0).length;
  if (fitting > 1) return [say('oneOf failed, several subschemas matched')];
  if (fitting === 1) return [];
  const [best] = deepest(choices.flatMap(deepest));
  return choices.find((it) => best && it.includes(best)) ?? [];
}

function kindOf(value: Value): Kind | 'invalid' {
  if (value.kind === 'mapping') return 'object';
  if (value.kind === 'sequence') return 'array';
  if (value.type === 'float') return Number.isInteger(value.value) ? 'integer' : 'number';
  const kinds = { string: 'string', int: 'integer', bool: 'boolean', null: 'null', time: 'invalid' } as const;
  return kinds[value.type];
}

const NUMERAL = /^[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]{1,3})?$/;

function doubleIn(items: readonly Value[]): readonly [number, number] | null {
  const seen = new Map<string, number>();
  const numerals = new Map<number, number>(); // to its schema a number is the same as a text before it that reads so
  for (const [i, item] of items.entries()) {
    const key = keyOf(item);
    const first =
      seen.get(key) ??
      (item.kind === 'scalar' ? numerals.get(Number(item.type === 'string' ? undefined : item.value)) : undefined);
    if (first !== undefined) return [first, i];
    seen.set(key, i);
    const written = textOf(item);
    if (written !== undefined && NUMERAL.test(written)) numerals.set(Number(written), i);
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
  const all = names.length === 0 ? last : `${names.join(', ')} or ${last}`;
  return `${/^[aeiou]/.test(all) ? 'an' : 'a'} ${all}`;
}

const quoted = (names: readonly string[]): string => names.map((name) => `'${name}'`).join(', ');
