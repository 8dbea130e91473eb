import { isAbsolute } from 'node:path/posix';
import { joinPaths } from './clean.ts';
import { Refused } from './refused.ts';
import { below, type Rules, rulesOf } from './rules.ts';
import {
  entryOf,
  isMapping,
  mapEntries,
  mapItems,
  type Mapping,
  text,
  textOf,
  type Value,
  withEntry,
} from './value.ts';

/** Where relative paths begin, and where `~` is. */
export interface Base {
  readonly folder: string;
  readonly home: string;
}

type Resolve = (value: Value, base: Base) => Value;

const RULES: Rules<Resolve> = rulesOf<Resolve>({
  'services.*.build.context': context,
  'services.*.build.additional_contexts.*': context,
  'services.*.build.ssh.*': localOrWindows,
  'services.*.env_file.*.path': local,
  'services.*.label_file.*': local,
  'services.*.extends.file': extended,
  'services.*.develop.watch.*.path': local,
  'services.*.volumes.*': mount,
  'configs.*.file': localOrWindows,
  'secrets.*.file': localOrWindows,
  'volumes.*': device,
});

/** The model with its paths beginning at the folder: absolute where that is. */
export function resolvePaths(model: Mapping, base: Base): Mapping {
  const resolved = (value: Value, rules: Rules<Resolve> | undefined): Value => {
    if (!rules) return value;
    if (rules.rule) return rules.rule(value, base);
    if (value.kind === 'mapping') return mapEntries(value, (it, key) => resolved(it, below(rules, key)));
    return value.kind === 'sequence' ? mapItems(value, (it) => resolved(it, below(rules, '[]'))) : value;
  };
  return mapEntries(model, (it, key) => resolved(it, below(RULES, key)));
}

const change = (value: Value, to: (path: string) => string): Value => {
  const written = textOf(value);
  if (written === undefined) return value;
  const path = to(written);
  return path === written ? value : text(path, value.at);
};

function local(value: Value, base: Base): Value {
  return change(value, (path) => {
    const own = expandHome(path, base);
    return own === '' || isAbsolute(own) ? own : joinPaths(base.folder, own);
  });
}

function expandHome(path: string, { home }: Base): string {
  return path.startsWith('~') ? joinPaths(home, path.slice(1)) : path;
}

/** Windows paths stay, as nobody knows here where they begin. */
function localOrWindows(value: Value, base: Base): Value {
  return change(value, (path) => {
    const own = expandHome(path, base);
    if (isAbsolute(own) || isWindowsAbsolute(own)) return own;
    return joinPaths(base.folder, own);
  });
}

function isWindowsAbsolute(path: string): boolean {
  return /^(?:[\0-\x7f]:|[\\/])[\\/]/.test(path);
}

const REMOTE = /^(?:https?:\/\/|git:\/\/|ssh:\/\/|github\.com\/|git@)/;

function context(value: Value, base: Base): Value {
  const written = textOf(value) ?? '';
  if (written.includes('://') || written.startsWith('service:') || REMOTE.test(written)) return value;
  return local(value, base);
}

/** Compose files of other places, which only Compose fetches. */
export function isRemoteFile(path: string): boolean {
  return path.startsWith('oci://') || /^(?:https?:\/\/|git:\/\/|ssh:\/\/|git@|github\.com\/)/.test(path);
}

function extended(value: Value, base: Base): Value {
  return isRemoteFile(textOf(value) ?? '') ? value : local(value, base);
}

function mount(value: Value, base: Base): Value {
  if (!isMapping(value) || textOf(entryOf(value, 'type')) !== 'bind') return value;
  const source = entryOf(value, 'source');
  if (!source)
    throw new Refused('value', 'invalid mount config for type "bind": field Source must not be empty', {
      at: value.at,
    });
  const resolved = localOrWindows(source, base);
  return resolved === source ? value : withEntry(value, 'source', resolved);
}

/** A local volume that is a bind mount in truth. */
function device(value: Value, base: Base): Value {
  const options = entryOf(value, 'driver_opts');
  const path = entryOf(options, 'device');
  const isBind = textOf(entryOf(value, 'driver')) === 'local' && textOf(entryOf(options, 'o')) === 'bind';
  if (!isBind || !path || !isMapping(value) || !isMapping(options)) return value;
  return withEntry(value, 'driver_opts', withEntry(options, 'device', localOrWindows(path, base)));
}
