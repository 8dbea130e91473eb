import { goText } from './go-text.ts';
import { parseVolume } from './volume.ts';
import { misspelt } from './misspelt.ts';
import { Refused } from './refused.ts';
import { below, type Rules, rulesOf } from './rules.ts';
import { entryOf, goTypeOf, isMapping, mapEntries, mapItems, type Mapping, textOf, type Value } from './value.ts';

/** By what an element of a list is known: of two with the same, the later one stands, where the first one stood. */
type Key = (value: Value, where: string) => string;

const KEYS: Rules<Key> = rulesOf<Key>({
  'networks.*.labels': pairKey,
  'networks.*.ipam.options': pairKey,
  'services.*.annotations': pairKey,
  'services.*.build.args': pairKey,
  'services.*.build.additional_contexts': pairKey,
  'services.*.build.platform': pairKey,
  'services.*.build.tags': pairKey,
  'services.*.build.labels': pairKey,
  'services.*.cap_add': pairKey,
  'services.*.cap_drop': pairKey,
  'services.*.configs': mountKey(''),
  'services.*.deploy.labels': pairKey,
  'services.*.devices': deviceKey,
  'services.*.dns': pairKey,
  'services.*.dns_opt': pairKey,
  'services.*.dns_search': pairKey,
  'services.*.environment': pairKey,
  'services.*.env_file': fileKey,
  'services.*.expose': exposeKey,
  'services.*.labels': pairKey,
  'services.*.links': pairKey,
  'services.*.networks.*.aliases': pairKey,
  'services.*.networks.*.link_local_ips': pairKey,
  'services.*.ports': portKey,
  'services.*.profiles': pairKey,
  'services.*.secrets': mountKey('/run/secrets'),
  'services.*.sysctls': pairKey,
  'services.*.tmpfs': pairKey,
  'services.*.volumes': volumeKey,
});

/** The model with what is written twice in a list kept once. */
export function withoutDoubles(model: Mapping): Mapping {
  const unique = (value: Value, path: string, keys: Rules<Key> | undefined): Value => {
    if (keys === undefined) return value;
    if (value.kind === 'mapping')
      return mapEntries(value, (it, key) => unique(it, path === '' ? key : `${path}.${key}`, below(keys, key)));
    if (value.kind !== 'sequence') return value;
    const { rule } = keys;
    if (!rule) return mapItems(value, (item, i) => unique(item, `${path}.[${i}]`, below(keys, String(i))));
    const seen = new Map<string, Value>();
    for (const [i, item] of value.items.entries()) seen.set(rule(item, `${path}.[${i}]`), item);
    return seen.size === value.items.length ? value : { ...value, items: [...seen.values()] };
  };
  return mapEntries(model, (it, key) => unique(it, key, below(KEYS, key)));
}

function unexpected(value: Value, where: string): Refused {
  return new Refused('type', `${where}: unexpected type ${goTypeOf(value)}`, { at: value.at, where });
}

/** A key that is missing may be there, misspelt. */
function lacking(value: Value, key: string, message: string, where: string): Refused {
  return new Refused('value', message, { at: value.at, where, ...misspelt(value, key) });
}

function pairKey(value: Value, where: string): string {
  const written = textOf(value);
  if (written === undefined) throw unexpected(value, where);
  return written.split('=', 1)[0] ?? '';
}

function volumeKey(value: Value, where: string): string {
  if (isMapping(value)) {
    const target = textOf(entryOf(value, 'target'));
    if (target !== undefined) return target;
    throw lacking(value, 'target', `service volume ${where} is missing a mount target`, where);
  }
  const written = textOf(value);
  return written === undefined ? '' : parseVolume(written, value.at).target;
}

function deviceKey(value: Value, where: string): string {
  if (isMapping(value)) {
    const target = textOf(entryOf(value, 'target'));
    if (target !== undefined) return target;
    throw lacking(value, 'target', `service device ${where} is missing a mount target`, where);
  }
  const [source = '', target = source] = (textOf(value) ?? '').split(':');
  return target;
}

function exposeKey(value: Value, where: string): string {
  const written = textOf(value);
  if (written !== undefined) return written;
  if (value.kind === 'scalar' && value.type === 'int') return goText(value);
  throw new Refused('value', `${where}: unsupported expose value ${goText(value)}`, { at: value.at, where });
}

function mountKey(folder: string): Key {
  return (value, where) => {
    const written = textOf(value);
    if (written !== undefined) return `${folder}/${written}`;
    if (!isMapping(value))
      throw new Refused('value', `${where}: unsupported expose value ${goText(value)}`, { at: value.at, where });
    const source = entryOf(value, 'source');
    return textOf(entryOf(value, 'target')) ?? `${folder}/${source ? goText(source) : ''}`;
  };
}

function portKey(value: Value, where: string): string {
  if (value.kind === 'scalar') return value.type === 'int' || value.type === 'string' ? goText(value) : '';
  const part = (name: string, missing: string): string => {
    const it = entryOf(value, name);
    return it ? goText(it) : missing;
  };
  if (value.kind === 'mapping' && !value.entries.has('target'))
    throw lacking(value, 'target', `service ports ${where} is missing a target port`, where);
  // a number is another port than the same as a text: Compose keeps both
  const published = entryOf(value, 'published');
  const kind = published?.kind === 'scalar' && published.type === 'string' ? '' : '#';
  return `${part('host_ip', '0.0.0.0')}:${kind}${part('published', '')}:${part('target', '')}/${part('protocol', 'tcp')}`;
}

function fileKey(value: Value, where: string): string {
  const path = isMapping(value) ? textOf(entryOf(value, 'path')) : (textOf(value) ?? '');
  if (path !== undefined) return path;
  throw lacking(value, 'path', `environment path attribute ${where} is missing`, where);
}
