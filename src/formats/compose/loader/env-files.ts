import { type EnvVariable, parseEnv, parseRawEnv } from './dotenv.ts';
import { originOf, type Origin } from './origin.ts';
import { has, listIn, objectIn, own, type Printed, textIn, without } from './printed.ts';
import type { Json } from './printing.ts';
import { Refused } from './refused.ts';
import { type Environment, type Machine, parsedEnv, readSource } from './run.ts';
import type { Lookup } from './template.ts';

/** Who keeps the place of a variable that a file sets. */
export type KeepVariable = (key: 'environment' | 'labels', name: string, at: Origin) => void;

/** The service with what its env files set; what it says itself counts before them. */
export function withEnvFiles(
  service: Printed,
  machine: Machine,
  environment: Environment,
  keep: KeepVariable,
): Printed {
  const written = objectIn(own(service, 'environment'));
  const resolved = Object.fromEntries(
    Object.entries(written).map(([name, value]): [string, Json] => [name, value ?? environment.get(name) ?? null]),
  );
  const found = new Map<string, string>();
  const lookup: Lookup = (name) => {
    const own_ = Object.hasOwn(resolved, name) ? resolved[name] : undefined;
    return environment.get(name) ?? (typeof own_ === 'string' ? own_ : undefined);
  };
  for (const file of listIn(own(service, 'env_file'))) {
    const path = textIn(own(file, 'path'));
    if (machine.files.stat(path) === null && own(file, 'required') !== true) continue;
    const format = textIn(own(file, 'format'));
    for (const [name, it] of variablesIn(machine, path, 'env file', format, lookup, (key) => found.get(key))) {
      found.set(name, it.value);
      if (!has(resolved, name)) keep('environment', name, it.at);
    }
  }
  const all = { ...Object.fromEntries(found), ...resolved };
  const rest = without(service, 'env_file', 'environment');
  return Object.keys(all).length === 0 ? rest : { ...rest, environment: all };
}

/** The service with the labels of its label files, which count after its own. */
export function withLabelFiles(
  service: Printed,
  machine: Machine,
  environment: Environment,
  keep: KeepVariable,
): Printed {
  const written = objectIn(own(service, 'labels'));
  const found = new Map<string, string>();
  for (const file of listIn(own(service, 'label_file'))) {
    for (const [name, it] of variablesIn(
      machine,
      textIn(file),
      'label file',
      '',
      (key) => environment.get(key),
      (key) => found.get(key),
    )) {
      found.set(name, it.value);
      if (!has(written, name)) keep('labels', name, it.at);
    }
  }
  const all = { ...Object.fromEntries(found), ...written };
  const rest = without(service, 'label_file', 'labels');
  return Object.keys(all).length === 0 ? rest : { ...rest, labels: all };
}

interface Found {
  readonly value: string;
  readonly at: Origin;
}

function variablesIn(
  machine: Machine,
  path: string,
  what: string,
  format: string,
  lookup: Lookup,
  earlier: Lookup,
): Map<string, Found> {
  if (machine.leftOut?.isLenient && machine.files.stat(path) === null) return new Map(); // it is told already
  const source = readSource(machine, path, `${what} ${path} not found: stat ${path}`);
  if (format !== '' && format !== 'raw' && format !== 'compose')
    throw new Refused('value', `unsupported env_file format ${JSON.stringify(format)}`);
  const parse = (text: string, unset: (name: string) => void): Map<string, EnvVariable> =>
    format === 'raw' ? parseRawEnv(text, lookup) : parseEnv(text, lookup, unset, earlier);
  const parsed = [...parsedEnv(machine, source, parse, path)];
  return new Map(
    parsed.map(([name, { value, offset }]) => [name, { value, at: originOf(source, offset, offset + name.length) }]),
  );
}
