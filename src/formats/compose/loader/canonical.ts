import { Refused } from './refused.ts';
import { below, type Rules, rulesOf } from './rules.ts';
import {
  entryOf,
  flag,
  isMapping,
  isNull,
  isSame,
  isSequence,
  itemsOf,
  mapEntries,
  mapItems,
  mapping,
  type Mapping,
  nothing,
  sequence,
  text,
  textOf,
  type Value,
  withEntry,
} from './value.ts';
import { device, ports, volume, wrongType } from './short-forms.ts';

type Warn = (warning: string) => void;
type Transform = (value: Value, where: string, warn: Warn) => Value;

const RULES: Rules<Transform> = rulesOf<Transform>({
  'services.*.build': build,
  'services.*.build.secrets.*': named('source'),
  'services.*.build.additional_contexts': keyValues,
  'services.*.build.ssh': sshKeys,
  'services.*.build.ulimits.*': limit,
  'services.*.depends_on': dependencies,
  'services.*.env_file': envFiles,
  'services.*.label_file': oneAsList,
  'services.*.extends': named('service'),
  'services.*.gpus': gpus,
  'services.*.models': names,
  'services.*.networks': names,
  'services.*.volumes.*': volume,
  'services.*.dns': oneAsList,
  'services.*.devices.*': device,
  'services.*.ulimits.*': limit,
  'services.*.secrets.*': named('source'),
  'services.*.configs.*': named('source'),
  'services.*.ports': ports,
  'volumes.*': resource,
  'networks.*': resource,
  'secrets.*': resource,
  'configs.*': resource,
});

/** The model with every short syntax written in full. */
export function canonical(model: Mapping, warn: Warn): Mapping {
  const change = (value: Value, where: string, rules: Rules<Transform> | undefined): Value => {
    if (!rules) return value;
    const next = rules.rule ? rules.rule(value, where, warn) : value;
    if (next.kind === 'mapping')
      return mapEntries(next, (it, key) => change(it, where === '' ? key : `${where}.${key}`, below(rules, key)));
    if (next.kind === 'sequence') return mapItems(next, (it) => change(it, `${where}.[]`, below(rules, '[]')));
    return next;
  };
  const full = mapEntries(model, (it, key) => change(it, key, below(RULES, key)));
  return withoutEmptyDns(full);
}

function build(value: Value, where: string): Value {
  if (isMapping(value)) return value;
  if (textOf(value) !== undefined) return mapping([['context', value]], value.at);
  throw wrongType(value, where, 'build');
}

/** A text that names something, as a mapping that does. */
function named(key: string): Transform {
  return (value, where) => {
    if (isMapping(value)) return value;
    if (textOf(value) !== undefined) return mapping([[key, value]], value.at);
    throw wrongType(value, where, key);
  };
}

function keyValues(value: Value, where: string): Value {
  if (!isSequence(value)) return value;
  return mapping(
    value.items.map((item) => {
      const written = textOf(item);
      const equals = written?.indexOf('=') ?? -1;
      if (written === undefined) throw wrongType(item, where, 'a key=value pair');
      if (equals < 0)
        throw new Refused('value', `${where}: invalid value ${written}, expected key=value`, { at: item.at, where });
      return [written.slice(0, equals), text(written.slice(equals + 1), item.at)] as const;
    }),
    value.at,
  );
}

/** A text is a number by now, but below `build`, where nothing reads it as one. */
function limit(value: Value, where: string): Value {
  if (isMapping(value) || (value.kind === 'scalar' && value.type === 'int')) return value;
  throw wrongType(value, where, 'a limit');
}

function sshKeys(value: Value, where: string): Value {
  if (isMapping(value)) return value;
  if (!isSequence(value)) throw wrongType(value, where, 'ssh');
  return mapping(
    value.items.map((item) => {
      const written = textOf(item);
      if (written === undefined) throw wrongType(item, where, 'ssh key');
      const equals = written.indexOf('=');
      if (equals >= 0) return [written.slice(0, equals), text(written.slice(equals + 1), item.at)] as const;
      if (written !== 'default')
        throw new Refused('value', `invalid ssh key ${JSON.stringify(written)}`, { at: item.at, where });
      return [written, nothing(item.at)] as const;
    }),
    value.at,
  );
}

function dependencies(value: Value, where: string): Value {
  if (isMapping(value))
    return mapEntries(value, (it, key) => {
      if (!isMapping(it)) throw wrongType(it, `${where}.${key}`, 'depends_on');
      return it.entries.has('required') ? it : withEntry(it, 'required', flag(true, it.at));
    });
  if (!isSequence(value)) throw wrongType(value, where, 'depends_on');
  return mapping(
    value.items.map((item) => {
      const name = textOf(item);
      if (name === undefined) throw wrongType(item, where, 'depends_on');
      const condition = ['condition', text('service_started', item.at)] as const;
      return [name, mapping([condition, ['required', flag(true, item.at)]], item.at)] as const;
    }),
    value.at,
  );
}

function envFiles(value: Value, where: string): Value {
  const file = (it: Value): Value => {
    if (isMapping(it)) return it.entries.has('required') ? it : withEntry(it, 'required', flag(true, it.at));
    if (textOf(it) === undefined) return nothing(it.at); // as for Compose, whose schema refuses it where it looks
    return mapping(
      [
        ['path', it],
        ['required', flag(true, it.at)],
      ],
      it.at,
    );
  };
  if (isSequence(value)) return sequence(value.items.map(file), value.at);
  if (textOf(value) !== undefined) return sequence([file(value)], value.at);
  throw wrongType(value, where, 'env_file');
}

function oneAsList(value: Value): Value {
  return textOf(value) === undefined ? value : sequence([value], value.at);
}

function gpus(value: Value, where: string): Value {
  if (isSequence(value)) return value;
  if (textOf(value) !== 'all') throw wrongType(value, where, 'gpus');
  return sequence([mapping([['count', value]], value.at)], value.at);
}

function names(value: Value, where: string): Value {
  if (!isSequence(value)) return value;
  return mapping(
    value.items.map((item) => {
      const name = textOf(item);
      if (name === undefined) throw wrongType(item, where, 'a name');
      return [name, nothing(item.at)] as const;
    }),
    value.at,
  );
}

function resource(value: Value, where: string, warn: Warn): Value {
  const external = entryOf(value, 'external');
  if (isNull(value)) return value;
  if (!isMapping(value)) throw wrongType(value, where, 'a resource');
  if (!isMapping(external)) return value;
  const whole = withEntry(value, 'external', flag(true, external.at));
  const name = external.entries.get('name');
  if (!name) return whole;
  warn(`${where}: external.name is deprecated. Please set name and external: true`);
  const own = whole.entries.get('name');
  if (own && !isSame(own, name))
    throw new Refused('value', `${where}: name and external.name conflict; only use name`, { at: name.at, where });
  return own ? whole : withEntry(whole, 'name', name);
}

/** Blank entries of `dns`, which variables may leave, are none. */
function withoutEmptyDns(model: Mapping): Mapping {
  const isBlank = (value: Value) => isNull(value) || textOf(value) === '';
  return mapEntries(model, (services, key) =>
    key !== 'services' || !isMapping(services)
      ? services
      : mapEntries(services, (service) => {
          const dns = entryOf(service, 'dns');
          if (!isMapping(service) || !isSequence(dns) || !itemsOf(dns).some(isBlank)) return service;
          return withEntry(
            service,
            'dns',
            sequence(
              dns.items.filter((it) => !isBlank(it)),
              dns.at,
            ),
          );
        }),
  );
}
