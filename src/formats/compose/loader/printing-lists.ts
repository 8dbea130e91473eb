import { goText } from './go-text.ts';
import { isoTime } from './scalar.ts';
import { inside, type Json, type Print, type Printing, undecodable } from './printing.ts';
import { Refused } from './refused.ts';
import { shellWords } from './shellwords.ts';
import { entryOf, goTypeOf, isMapping, isNull, isSequence, mapping, textOf, type Value } from './value.ts';

/** A mapping of known fields; what else it holds is not printed. */
export function asObject(
  fields: Readonly<Record<string, Print>>,
  keptEmpty: Readonly<Record<string, Json>> = {},
): Print {
  const known = new Map(Object.entries(fields));
  return (value, to) => {
    if (isNull(value)) return undefined;
    if (!isMapping(value))
      throw undecodable(value, to, `expected a map or struct, got ${JSON.stringify(goTypeOf(value))}`);
    const printed: [string, Json][] = Object.entries(keptEmpty);
    for (const [key, it] of value.entries) {
      const json = known.get(key)?.(it, inside(to, key, it.at));
      if (json !== undefined) printed.push([key, json]);
    }
    return Object.fromEntries(printed);
  };
}

/**
 * A mapping by names of the users' choice; an empty one is left out. Names that begin with `x-` are extensions to Compose
 * even here: it puts them together under one name, and so they are printed.
 */
export function asMapOf(print: Print, missing: Json = null): Print {
  const plain = asPlainMapOf(print, missing);
  return (value, to) => plain(withExtensions(value), to);
}

const EXTENSIONS = '#extensions';

function withExtensions(value: Value): Value {
  if (!isMapping(value)) return value;
  const extensions = [...value.entries].filter(([key]) => key.startsWith('x-'));
  const [first] = extensions;
  if (!first) return value;
  const rest = [...value.entries].filter(([key]) => !key.startsWith('x-'));
  return mapping([...rest, [EXTENSIONS, mapping(extensions, first[1].at)]], value.at);
}

/** The same where names that begin with `x-` are names like others. */
export function asPlainMapOf(print: Print, missing: Json = null): Print {
  return (value, to) => {
    if (isNull(value)) return undefined;
    if (!isMapping(value)) throw undecodable(value, to, `expected a map, got ${JSON.stringify(goTypeOf(value))}`);
    const printed = [...value.entries].map(([key, it]) => [key, print(it, inside(to, key, it.at)) ?? missing] as const);
    return printed.length === 0 ? undefined : Object.fromEntries(printed);
  };
}

export function asListOf(print: Print, missing: Json = {}): Print {
  return (value, to) => {
    if (isNull(value)) return undefined;
    if (!isSequence(value)) throw undecodable(value, to, 'source data must be an array or slice');
    if (value.items.length === 0) return undefined;
    return value.items.map((item, i) => print(item, inside(to, i, item.at)) ?? missing);
  };
}

/** A list, of anything as texts; a single text is a list of one. */
export const asTexts: Print = (value, to) => {
  if (isNull(value)) return undefined;
  const items = isSequence(value) ? value.items : [value];
  return items.length === 0 ? undefined : items.map((item, i) => textIn(item, i, to));
};

function textIn(item: Value, index: number, to: Printing): string {
  inside(to, index, item.at);
  return goText(item);
}

/** `KEY=value` lines or a mapping, as a mapping of texts. */
export const asPairs: Print = (value, to) => pairsOf(value, to, '');

/** The same where a name alone means that the value comes from elsewhere. */
export const asEnvironment: Print = (value, to) => pairsOf(value, to, null);

function pairsOf(written: Value, to: Printing, missing: '' | null): Json | undefined {
  const value = withExtensions(written);
  if (isNull(value)) return undefined;
  const printed = new Map<string, Json>();
  const put = (key: string, json: Json, it: Value) => {
    inside(to, key, it.at);
    printed.set(key, json);
  };
  if (isMapping(value)) for (const [key, it] of value.entries) put(key, isNull(it) ? missing : goText(it), it);
  else if (isSequence(value))
    for (const item of value.items) {
      const line = goText(item);
      const equals = line.indexOf('=');
      const key = equals < 0 ? line : line.slice(0, equals);
      if (missing === null && /\s$/.test(key))
        throw undecodable(item, to, `environment variable ${key} is declared with a trailing space`);
      put(key, equals < 0 ? missing : line.slice(equals + 1), item);
    }
  else throw undecodable(value, to, `unexpected value type ${goTypeOf(value)} for mapping`);
  return printed.size === 0 ? undefined : Object.fromEntries(printed);
}

/** A command: a text is cut into words. */
export const asCommand: Print = (value, to) => {
  if (isNull(value)) return undefined;
  const written = textOf(value);
  if (written === undefined) return isSequence(value) ? value.items.map((item, i) => textIn(item, i, to)) : undefined;
  const words = shellWords(written);
  if (words === null) throw undecodable(value, to, 'invalid command line string');
  for (const i of words.keys()) inside(to, i, value.at);
  return words;
};

export const asHealthTest: Print = (value, to) => {
  const written = textOf(value);
  if (written !== undefined) return ['CMD-SHELL', written];
  return asListOf((item) => goText(item))(value, to);
};

/** Hosts with their addresses, one line each, in the order of the lines. */
export const asHosts: Print = (value, to) => {
  if (isNull(value)) return undefined;
  const lines: string[] = [];
  const add = (host: string, addresses: readonly string[]) => {
    if (host === '' || /[:=]/.test(host)) throw undecodable(value, to, `bad host name '${host}'`);
    for (const address of addresses)
      lines.push(`${host}=${/^\[.+\]$/s.test(address) ? address.slice(1, -1) : address}`);
  };
  if (isMapping(value))
    for (const [host, it] of value.entries) {
      const one = isNull(it) ? '' : goText(it);
      add(host, isSequence(it) ? it.items.map(goText) : [one]);
    }
  else if (isSequence(value))
    for (const item of value.items) {
      const parts = /^([^=]*)=(.*)$/s.exec(goText(item)) ?? /^([^:]*):(.*)$/s.exec(goText(item));
      if (!parts) throw undecodable(item, to, `invalid additional host, missing IP: ${goText(item)}`);
      add(parts[1] ?? '', (parts[2] ?? '').split(','));
    }
  const isEmpty = isMapping(value) ? value.entries.size === 0 : lines.length === 0;
  return isEmpty ? undefined : lines.sort();
};

/** Options whose values are lists. */
export const asManyOptions: Print = (value, to) =>
  asMapOf((it) => (isSequence(it) ? it.items.map(goText) : [isNull(it) ? '' : goText(it)]))(withoutEmpty(value), to);

/** An option with an empty list is none. */
function withoutEmpty(value: Value): Value {
  if (!isMapping(value)) return value;
  return mapping(
    [...value.entries].filter(([, it]) => !isSequence(it) || it.items.length > 0),
    value.at,
  );
}

export const asUlimit: Print = (value, to) => {
  if (value.kind === 'scalar') return Number(value.value) === 0 ? {} : Number(value.value);
  const limits = ['soft', 'hard'].map((key) => [key, Number(goText(entryOf(value, key) ?? value))] as const);
  for (const [key] of limits) inside(to, key, entryOf(value, key)?.at ?? value.at);
  return Object.fromEntries(limits.filter(([, it]) => it !== 0));
};

/** Keys of an agent by name alone: Compose itself cannot print one with a path. */
export const asSshKeys: Print = (value, to) => {
  if (!isMapping(value) || value.entries.size === 0) return undefined;
  for (const [name, it] of value.entries) {
    if (isNull(it) || textOf(it) === '') continue;
    throw new Refused('value', `json: error calling MarshalJSON for type types.SSHKey: ${name} has a path`, {
      at: it.at,
    });
  }
  for (const [i, it] of [...value.entries.values()].entries()) inside(to, i, it.at);
  return [...value.entries.keys()];
};

export const asDeviceCount: Print = (value, to) => {
  if (isNull(value)) return undefined;
  const written = goText(value);
  if (written.toLowerCase() === 'all') return -1;
  const isNumber = /^[-+]?[0-9]+$/.test(written) && Math.abs(Number(written)) < 2 ** 63;
  if (!isNumber)
    throw undecodable(
      value,
      to,
      `invalid value ${JSON.stringify(written)}, the only value allowed is 'all' or a number`,
    );
  return Number(written) === 0 ? undefined : Number(written);
};

/** Anything, as it is. */
export const asIs: Print = (value, to) => {
  if (isMapping(value)) return asPlainMapOf(asIs)(value, to) ?? {};
  if (isSequence(value)) return asListOf(asIs, null)(value, to) ?? [];
  if (value.type === 'time') return isoTime(String(value.value));
  return typeof value.value === 'bigint' ? Number(value.value) : value.value;
};
