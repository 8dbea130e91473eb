import { goText } from './go-text.ts';
import { Refused } from './refused.ts';
import { below, ruleAt, type Rules, rulesOf } from './rules.ts';
import {
  entryOf,
  flag,
  isMapping,
  isNull,
  isSame,
  isSequence,
  itemsOf,
  mapping,
  type Mapping,
  nothing,
  type Path,
  sequence,
  type Sequence,
  text,
  textOf,
  type Value,
} from './value.ts';

/** How an attribute of an earlier file and the same of a later one become one. */
type Merge = (base: Value, over: Value, path: Path, rules: Rules<Merge> | undefined) => Value;

const RULES: Rules<Merge> = rulesOf<Merge>({
  'networks.*.ipam.config': mergePools,
  'networks.*.labels': appended,
  'volumes.*.labels': appended,
  'services.*.annotations': appended,
  'services.*.build': mergeBuild,
  'services.*.build.args': appended,
  'services.*.build.additional_contexts': appended,
  'services.*.build.extra_hosts': mergeHosts,
  'services.*.build.labels': appended,
  'services.*.command': replaced,
  'services.*.depends_on': mergeDependencies,
  'services.*.deploy.labels': appended,
  'services.*.dns': appended,
  'services.*.dns_opt': appended,
  'services.*.dns_search': appended,
  'services.*.entrypoint': replaced,
  'services.*.env_file': appended,
  'services.*.label_file': appended,
  'services.*.environment': appended,
  'services.*.extra_hosts': mergeHosts,
  'services.*.healthcheck.test': replaced,
  'services.*.labels': appended,
  'services.*.logging': mergeLogging,
  'services.*.models': mergeNames,
  'services.*.networks': mergeNames,
  'services.*.sysctls': appended,
  'services.*.tmpfs': appended,
  'services.*.ulimits.*': replaced,
});

/** A later value laid over an earlier one, at this path of the model. */
export function merge(base: Mapping, over: Mapping, path: Path = []): Mapping {
  return mergeMappings(base, over, path, ruleAt(RULES, path));
}

function mergeValues(base: Value, over: Value, path: Path, rules: Rules<Merge> | undefined): Value {
  if (rules?.rule) return rules.rule(base, over, path, rules);
  if (isNull(over)) return base;
  if (isMapping(base)) return mergeMappings(base, asMapping(over, path), path, rules);
  if (!isSequence(base)) return over;
  if (!isSequence(over)) throw cannot(over, path);
  return { ...base, items: [...base.items, ...over.items] };
}

function mergeMappings(base: Mapping, over: Mapping, path: Path, rules: Rules<Merge> | undefined): Mapping {
  const entries = new Map(base.entries);
  for (const [key, value] of over.entries) {
    const before = entries.get(key);
    entries.set(key, before === undefined ? value : mergeValues(before, value, [...path, key], below(rules, key)));
  }
  return { ...base, entries };
}

function asMapping(value: Value, path: Path): Mapping {
  if (isMapping(value)) return value;
  throw cannot(value, path);
}

function cannot(value: Value, path: Path): Refused {
  return new Refused('type', `cannot override ${path.join('.')}`, { at: value.at, where: path.join('.') });
}

function replaced(_: Value, over: Value): Value {
  return over;
}

function appended(base: Value, over: Value): Value {
  return sequence([...asList(base), ...asList(over)], over.at);
}

/** A mapping as `KEY=value` lines in the order of their text; a single string is a list of one. */
function asList(value: Value): readonly Value[] {
  if (isSequence(value)) return value.items;
  if (!isMapping(value)) return textOf(value) === undefined ? [] : [value];
  const lines = [...value.entries].flatMap(([key, it]) =>
    isSequence(it)
      ? it.items.map((item) => text(`${key}=${goText(item)}`, item.at))
      : [text(isNull(it) ? key : `${key}=${goText(it)}`, it.at)],
  );
  return lines.sort((a, b) => (String(a.value) < String(b.value) ? -1 : String(a.value) > String(b.value) ? 1 : 0));
}

function mergeHosts(base: Value, over: Value): Value {
  const before = asList(base);
  return sequence([...before, ...asList(over).filter((it) => !before.some((other) => isSame(it, other)))], over.at);
}

function mergeBuild(base: Value, over: Value, path: Path, rules: Rules<Merge> | undefined): Value {
  const asBuild = (value: Value): Mapping =>
    textOf(value) === undefined
      ? isMapping(value)
        ? value
        : mapping([], value.at)
      : mapping([['context', value]], value.at);
  return mergeMappings(asBuild(base), asBuild(over), path, rules);
}

function mergeDependencies(base: Value, over: Value, path: Path, rules: Rules<Merge> | undefined): Value {
  const started = (value: Value): Mapping =>
    mapping(
      [
        ['condition', text('service_started', value.at)],
        ['required', flag(true, value.at)],
      ],
      value.at,
    );
  return mergeMappings(byName(base, path, started), byName(over, path, started), path, rules);
}

function mergeNames(base: Value, over: Value, path: Path, rules: Rules<Merge> | undefined): Value {
  const alone = (value: Value): Value => nothing(value.at);
  return mergeMappings(byName(base, path, alone), byName(over, path, alone), path, rules);
}

/** A list of names as a mapping. */
function byName(value: Value, path: Path, of: (item: Value) => Value): Mapping {
  if (isMapping(value)) return value;
  return mapping(
    itemsOf(value).map((item, i) => {
      const name = textOf(item);
      if (name === undefined) throw cannot(item, [...path, String(i)]);
      return [name, of(item)] as const;
    }),
    value.at,
  );
}

function mergeLogging(base: Value, over: Value, path: Path, rules: Rules<Merge> | undefined): Value {
  const [before, after] = [asMapping(base, path), asMapping(over, path)];
  const [one, other] = [entryOf(before, 'driver'), entryOf(after, 'driver')];
  return !one || !other || isSame(one, other) ? mergeMappings(before, after, path, rules) : over;
}

/**
 * Address pools are the same where their subnet is. Compose changes a pool in place while it goes through the later ones,
 * and so does this: what comes out is what it makes of them, odd as it is.
 */
function mergePools(base: Value, over: Value, path: Path): Value {
  const subnetOf = ({ value }: Pool) => textOf(entryOf(value, 'subnet'));
  const [before, after] = [asSequence(base, path), asSequence(over, path)];
  const later = after.items.map((it): Pool => ({ value: asMapping(it, path) }));
  const pools: Pool[] = [];
  for (const original of before.items) {
    const pool: Pool = { value: asMapping(original, path) };
    for (const other of later) {
      const isThere = pools.some((it) => subnetOf(it) === subnetOf(other));
      if (subnetOf(other) !== subnetOf(pool) && !isThere) {
        pools.push(other);
        continue;
      }
      pool.value = mergeMappings(pool.value, other.value, path, undefined);
      const index = pools.findIndex((it) => subnetOf(it) === subnetOf(pool));
      if (index < 0) pools.push(pool);
      else pools[index] = pool;
    }
  }
  return sequence(
    pools.map(({ value }) => value),
    over.at,
  );
}

interface Pool {
  value: Mapping;
}

function asSequence(value: Value, path: Path): Sequence {
  if (isSequence(value)) return value;
  throw new Refused('type', `${path.join('.')}: unexpected type`, { at: value.at, where: path.join('.') });
}
