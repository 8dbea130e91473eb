import { dirname, relative } from 'node:path/posix';
import { layFile, lastResets, type Loading } from './load-file.ts';
import { nearest } from '../../nearest.ts';
import { merge } from './merge.ts';
import type { Origin, Step } from './origin.ts';
import { misspelt } from './misspelt.ts';
import { isRemoteFile, resolvePaths } from './paths.ts';
import { Refused } from './refused.ts';
import { withoutResets } from './reset.ts';
import { absolute, readSource } from './run.ts';
import { withStep } from './steps.ts';
import {
  entryOf,
  isMapping,
  isNull,
  mapping,
  type Mapping,
  type Path,
  textOf,
  type Value,
  withEntry,
  withoutEntry,
} from './value.ts';

/** Where names of files begin: the folder of the file that is loaded. */
export interface Around extends Loading {
  readonly folder: string;
}

interface Link {
  readonly file: string;
  readonly service: string;
}

/** The document with every `extends` followed. */
export function withExtends(document: Mapping, around: Around, resets: readonly Path[]): Mapping {
  const written = document.entries.get('services');
  if (!written) return document;
  if (!isMapping(written))
    throw new Refused('type', 'services must be a mapping', { at: written.at, where: 'services' });
  const services = new Map(written.entries);
  for (const name of services.keys()) extendService(name, services, around, [], resets);
  return withEntry(document, 'services', { ...written, entries: services });
}

/** The service with its base below it; `services` keeps it. */
function extendService(
  name: string,
  services: Map<string, Value>,
  around: Around,
  chain: readonly Link[],
  resets: readonly Path[],
): Value | null {
  const service = services.get(name);
  if (!service || isNull(service)) return null;
  if (!isMapping(service))
    throw new Refused('type', `services.${name} must be a mapping`, { at: service.at, where: `services.${name}` });
  const extending = service.entries.get('extends');
  if (!extending) return service;
  const base = baseOf(name, extending, services, around);
  const next = linked(chain, { file: base.file, service: name }, extending.at);
  const below = extendService(base.service, base.services, around, next, base.resets ?? resets);
  if (!isMapping(below ?? undefined)) return service;
  const step: Step = { kind: 'extends', at: extending.at };
  const own = ownBelow(name, below, step, resets);
  const merged = withoutEntry(merge(own, service, ['services', name]), 'extends');
  services.set(name, merged);
  return merged;
}

/** What the extended service says, as far as the extending document lets it count. */
function ownBelow(name: string, below: Value | null, step: Step, resets: readonly Path[]): Mapping {
  const own = mapping([['services', mapping([[name, withStep(below as Value, step)]], step.at)]], step.at); // a mapping, as was looked at
  const left = entryOf(entryOf(withoutResets(own, resets), 'services'), name);
  return isMapping(left) ? left : mapping([], step.at);
}

interface Base {
  readonly file: string;
  readonly service: string;
  readonly services: Map<string, Value>;
  readonly resets: readonly Path[] | null;
}

function baseOf(name: string, extending: Value, services: Map<string, Value>, around: Around): Base {
  const { at } = extending;
  // what is neither a name nor a mapping names nothing
  const service = isMapping(extending) ? textOf(entryOf(extending, 'service')) : (textOf(extending) ?? '');
  if (service === undefined)
    throw new Refused('type', `extends.${name}.service is required`, {
      at,
      where: name,
      ...misspelt(extending, 'service'),
    });
  const file = entryOf(extending, 'file');
  if (file && !isNull(file)) {
    const written = textOf(file);
    if (written === undefined)
      throw new Refused('type', `services.${name}.extends.file must be a string`, { at, where: name });
    const loaded = servicesOf(name, written, around, at);
    if (loaded.services.has(service)) return { file: written, service, ...loaded };
    throw missing(name, around.path, service, extending, loaded.services.keys(), ` in ${written}`);
  }
  if (!services.has(service))
    throw missing(
      name,
      around.path,
      service,
      extending,
      [...services.keys()].filter((it) => it !== name),
    );
  return { file: around.path, service, services, resets: null };
}

function missing(
  name: string,
  path: string,
  service: string,
  extending: Value,
  known: Iterable<string>,
  where = '',
): Refused {
  const near = nearest(service, known);
  const message = `cannot extend service ${JSON.stringify(name)} in ${path}: service ${JSON.stringify(service)} not found${where}`;
  return new Refused('extends', message, {
    at: extending.at,
    nearest: near,
    where: name,
    ...misspelt(extending, 'file'),
  });
}

/** The services of another file, as they are written there, with paths that begin here. */
function servicesOf(name: string, file: string, around: Around, at: Origin): Pick<Base, 'services' | 'resets'> {
  if (isRemoteFile(file))
    throw new Refused('extends', `cannot extend service ${JSON.stringify(name)}: ${file} is not on this machine`, {
      at,
      where: name,
    });
  const { machine, folder } = around;
  const path = absolute({ ...machine, folder }, file);
  const step: Step = { kind: 'extends', at };
  const source = placed(step, () => readSource(machine, path));
  const model = placed(step, () => layFile(null, source, { ...around, path }, null));
  const services = model.entries.get('services');
  const cannot = `cannot extend service ${JSON.stringify(name)} in ${path}`;
  if (!services) throw new Refused('extends', `${cannot}: no services section`, { at, where: name });
  if (!isMapping(services))
    throw new Refused('extends', `${cannot}: services must be a mapping`, { at: services.at, where: name });
  const base = {
    folder: relativeFolder(machine.files.stat(path) === 'directory' ? path : dirname(path), folder),
    home: machine.home,
  };
  const resolved = entryOf(resolvePaths(model, base), 'services');
  return { services: new Map(isMapping(resolved) ? resolved.entries : []), resets: lastResets(source) };
}

export function relativeFolder(path: string, from: string): string {
  return relative(from, path) || '.';
}

/** What is missing is missed where it is asked for; what is wrong elsewhere has come from here. */
export function placed<T>(step: Step, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    throw error.at === null ? new Refused(error.kind, error.message, { at: step.at }) : error.brought(step);
  }
}

function linked(chain: readonly Link[], link: Link, at: Origin): readonly Link[] {
  const all = [...chain, link];
  if (!chain.some(({ file, service }) => file === link.file && service === link.service)) return all;
  const lines = all.map(({ file, service }, i) => `  ${i === 0 ? '' : 'extends '}${service} in ${file}`);
  throw new Refused('cycle', ['Circular reference:', ...lines].join('\n'), { at });
}
