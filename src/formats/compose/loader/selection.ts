import type { Refuse } from './consistency.ts';
import type { Kinds } from './print-project.ts';
import { has, listIn, objectIn, only, own, type Printed, textIn, without } from './printed.ts';
import type { Json } from './printing.ts';
import { Refused } from './refused.ts';

/** The services that no enabled profile asks for. */
export function disabledBy(services: Printed, profiles: readonly string[]): ReadonlySet<string> {
  if (profiles.includes('*')) return new Set();
  return new Set(
    Object.keys(services).filter((name) => {
      const own_ = listIn(own(own(services, name), 'profiles'));
      return own_.length > 0 && !own_.some((it) => profiles.includes(textIn(it)));
    }),
  );
}

/** The named services with what they need; all where none is named. */
export function selected(services: Printed, profiles: readonly string[], names: readonly string[]): Printed {
  const more = names.flatMap((name) => listIn(own(own(services, name), 'profiles')).map(textIn));
  const isNamedOff = names.some((name) => disabledBy(services, profiles).has(name));
  const disabled = disabledBy(services, isNamedOff ? [...profiles, ...more] : profiles);
  const enabled = only(services, (name) => !disabled.has(name));
  if (names.length === 0) return enabled;
  const wanted = new Set<string>();
  const open = names.map((name) => ({ name, isNeeded: true }));
  for (let it = open.pop(); it; it = open.pop()) {
    if (wanted.has(it.name)) continue;
    const service = own(enabled, it.name);
    if (service === undefined) {
      if (it.isNeeded) throw new Refused('not-found', `no such service: ${it.name}`);
      continue;
    }
    wanted.add(it.name);
    for (const [name, how] of Object.entries(objectIn(own(service, 'depends_on'))))
      open.push({ name, isNeeded: own(how, 'required') === true });
  }
  return Object.fromEntries(
    Object.entries(enabled)
      .filter(([name]) => wanted.has(name))
      .map(([name, service]) => [name, withDependencies(objectIn(service), wanted)]),
  );
}

function withDependencies(service: Printed, wanted: ReadonlySet<string>): Json {
  if (!has(service, 'depends_on')) return service;
  const left = only(objectIn(own(service, 'depends_on')), (name) => wanted.has(name));
  return Object.keys(left).length === 0 ? without(service, 'depends_on') : { ...service, depends_on: left };
}

/** The resources that the services use; nobody prints the others. */
export function usedBy(services: Printed, kinds: Kinds): Kinds {
  const used = {
    networks: new Set<string>(),
    volumes: new Set<string>(),
    secrets: new Set<string>(),
    configs: new Set<string>(),
  };
  for (const service of Object.values(services)) {
    for (const name of Object.keys(objectIn(own(service, 'networks')))) used.networks.add(name);
    for (const it of listIn(own(service, 'volumes')))
      if (own(it, 'type') === 'volume') used.volumes.add(textIn(own(it, 'source')));
    const secrets = [own(service, 'secrets'), own(own(service, 'build'), 'secrets')].flatMap(listIn);
    for (const it of secrets) used.secrets.add(textIn(own(it, 'source')));
    for (const it of listIn(own(service, 'configs'))) used.configs.add(textIn(own(it, 'source')));
  }
  const left = Object.entries(used).flatMap(([kind, names]) => {
    const kept = only(objectIn(own(kinds, kind)), (name) => names.has(name));
    return Object.keys(kept).length === 0 ? [] : [[kind, kept] as const];
  });
  return Object.fromEntries(left);
}

/** Two containers cannot have one name. */
export function checkContainerNames(services: Printed, refuse: Refuse): void {
  const seen = new Map<string, string>();
  for (const name of Object.keys(services).sort()) {
    const container = textIn(own(own(services, name), 'container_name'));
    const other = seen.get(container);
    if (container === '') continue;
    if (other !== undefined)
      throw refuse(
        'consistency',
        ['services', name, 'container_name'],
        `services.${name}: container name ${JSON.stringify(container)} is already in use by service ${other}: invalid compose project`,
      );
    seen.set(container, name);
  }
}
