import { byDefault, type Origin } from './origin.ts';
import { cleanPath } from './clean.ts';
import type { Lookup } from './template.ts';
import {
  entryOf,
  flag,
  isMapping,
  isNull,
  isSequence,
  itemsOf,
  mapEntries,
  mapItems,
  mapping,
  type Mapping,
  nothing,
  text,
  textOf,
  type Value,
  withEntry,
} from './value.ts';

/** The model with what follows from it written out: networks, dependencies, names, resolved variables. */
export function normalise(model: Mapping, name: string, lookup: Lookup): Mapping {
  const services = model.entries.get('services');
  const whole = isMapping(services)
    ? withEntry(
        withNetworks(model, services),
        'services',
        mapEntries(services, (it) => serviceOf(it, lookup)),
      )
    : model;
  return ['networks', 'volumes', 'configs', 'secrets'].reduce((all, kind) => withNames(all, kind, name), whole);
}

/** Compose adds the network `default` where a service uses it. */
function withNetworks(model: Mapping, services: Mapping): Mapping {
  const user = [...services.entries.values()].find((it) => joinsDefault(it));
  if (!user) return model;
  const networks = model.entries.get('networks');
  const all = isMapping(networks) ? networks : mapping([], byDefault(user.at));
  return all.entries.has('default')
    ? model
    : withEntry(model, 'networks', withEntry(all, 'default', nothing(byDefault(user.at))));
}

function hasNetworks(service: Value): boolean {
  return entryOf(service, 'provider') === undefined && entryOf(service, 'network_mode') === undefined;
}

function joinsDefault(service: Value): boolean {
  const networks = entryOf(service, 'networks');
  return (
    hasNetworks(service) && (!isMapping(networks) || networks.entries.size === 0 || networks.entries.has('default'))
  );
}

function serviceOf(value: Value, lookup: Lookup): Value {
  if (!isMapping(value)) return value;
  let service = value;
  const change = (key: string, to: (it: Value) => Value) => {
    const it = service.entries.get(key);
    if (it) service = withEntry(service, key, to(it));
  };
  const networks = entryOf(service, 'networks');
  if (hasNetworks(service) && (!isMapping(networks) || networks.entries.size === 0)) {
    const at = byDefault(service.at);
    service = withEntry(service, 'networks', mapping([['default', nothing(at)]], at));
  }
  change('pull_policy', (it) => (textOf(it) === 'if_not_present' ? text('missing', it.at) : it));
  change('build', (it) => buildOf(it, lookup));
  change('environment', (it) => resolvedPairs(it, lookup, true));
  change('volumes', (it) => (isSequence(it) ? mapItems(it, withCleanTarget) : it));
  return withDependencies(service);
}

function buildOf(value: Value, lookup: Lookup): Value {
  if (!isMapping(value)) return value;
  const isGiven = (key: string) => value.entries.has(key) && !isNull(value.entries.get(key));
  const at = byDefault(value.at);
  const placed = isGiven('context') ? value : withEntry(value, 'context', text('.', at));
  const build =
    isGiven('dockerfile') || isGiven('dockerfile_inline')
      ? placed
      : withEntry(placed, 'dockerfile', text('Dockerfile', at));
  const args = build.entries.get('args');
  return args ? withEntry(build, 'args', resolvedPairs(args, lookup, false)) : build;
}

function withCleanTarget(value: Value): Value {
  const target = entryOf(value, 'target');
  const path = textOf(target);
  if (!isMapping(value) || target === undefined || path === undefined) return value;
  const clean = cleanPath(path);
  return clean === path ? value : withEntry(value, 'target', text(clean, target.at));
}

/** Names without a value take it from the project's variables; else they stay as they are, or go. */
export function resolvedPairs(value: Value, lookup: Lookup, keepsEmpty: boolean): Value {
  if (isMapping(value)) {
    const entries = [...value.entries].flatMap(([key, it]): (readonly [string, Value])[] => {
      if (!isNull(it)) return [[key, it]];
      const found = lookup(key);
      if (found !== undefined) return [[key, text(found, it.at)]];
      return keepsEmpty ? [[key, it]] : [];
    });
    return mapping(entries, value.at);
  }
  if (!isSequence(value)) return value;
  const items = value.items.flatMap((item) => {
    const written = textOf(item);
    if (written === undefined) return [];
    if (written.includes('=')) return [item];
    const found = lookup(written);
    if (found !== undefined) return [text(`${written}=${found}`, item.at)];
    return keepsEmpty ? [item] : [];
  });
  return { ...value, items };
}

/** Links and shared namespaces are dependencies too. */
function withDependencies(service: Mapping): Mapping {
  const written = service.entries.get('depends_on');
  const all = new Map(isMapping(written) ? written.entries : []);
  const add = (name: string, at: Origin, restarts: boolean) => {
    if (all.has(name)) return;
    const entries = [
      ['condition', text('service_started', at)],
      ['restart', flag(restarts, at)],
      ['required', flag(true, at)],
    ] as const;
    all.set(name, mapping(entries, at));
  };
  for (const item of itemsOf(entryOf(service, 'links'))) {
    const parts = (textOf(item) ?? '').split(':');
    add(parts.length === 2 ? (parts[0] ?? '') : parts.join(':'), item.at, true);
  }
  for (const key of ['network_mode', 'ipc', 'pid', 'uts', 'cgroup']) {
    const it = entryOf(service, key);
    const shared = textOf(it);
    if (it && shared?.startsWith('service:')) add(shared.slice('service:'.length), it.at, true);
  }
  for (const item of itemsOf(entryOf(service, 'volumes_from'))) {
    const from = textOf(item) ?? '';
    if (!from.startsWith('container:')) add(from.split(':', 1)[0] ?? '', item.at, false);
  }
  return all.size === 0 ? service : withEntry(service, 'depends_on', mapping(all, written?.at ?? service.at));
}

/** Resources without a name have the project's before their key; external ones their key alone. */
function withNames(model: Mapping, kind: string, project: string): Mapping {
  const resources = model.entries.get(kind);
  if (!isMapping(resources)) return model;
  const named = mapEntries(resources, (value, key) => {
    const resource = isMapping(value) ? value : mapping([], value.at);
    const own = resource.entries.get('name');
    if (own && !isNull(own)) return resource;
    const external = resource.entries.get('external');
    const isExternal = external?.kind === 'scalar' && external.value === true;
    return withEntry(resource, 'name', text(isExternal ? key : `${project}_${key}`, byDefault(resource.at)));
  });
  return withEntry(model, kind, named);
}
