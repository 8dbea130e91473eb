import { csvFields } from './instruction.ts';
import { nearestOf } from './suggest.ts';

const TYPES = ['bind', 'cache', 'tmpfs', 'secret', 'ssh'];
const SHARING = ['shared', 'private', 'locked'];
const KEYS =
  'type from source src target dst destination readonly ro readwrite rw id sharing required size mode uid gid env'.split(
    ' ',
  );
/** May stand without a value. */
const BARE = ['readonly', 'ro', 'readwrite', 'rw', 'required'];
const ON_OFF = ['readonly', 'ro', 'readwrite', 'rw', 'required'];
const BOOLEAN = /^(?:1|t|true|0|f|false)$/i;
const BYTES = /^\d+(?:\.\d+)? ?(?:[kmgtp]?i?b?)$/i;
const LARGEST = 2 ** 32;

/** Why BuildKit refuses a `--mount` as it is written, before any variable is filled in; null where it does not. */
export function mountTextFault(text: string): string | null {
  if (text === '') return 'failed to parse csv mounts: there is nothing in it';
  const from = csvFields(text).find((field) => /^from=.*\$./i.test(field));
  return from === undefined ? null : `${from} cannot hold a variable: name a stage that has it in its FROM`;
}

/** Why BuildKit refuses a `--mount` whose variables are filled in; null for what it takes. */
export function mountFault(text: string): string | null {
  const set = new Map<string, string>();
  let type = 'bind';
  for (const field of fieldsOf(text)) {
    const equals = field.indexOf('=');
    const key = (equals < 0 ? field : field.slice(0, equals)).toLowerCase();
    const value = equals < 0 ? null : field.slice(equals + 1);
    if (value === null && !BARE.includes(key)) return `\`${field}\` must be a key=value pair`;
    const fault = fieldFault(key, value, type);
    if (fault !== null) return fault;
    if (key === 'type') type = (value ?? '').toLowerCase();
    set.set(CANONICAL[key] ?? key, value ?? '');
  }
  return togetherFault(type, set);
}

const CANONICAL: Readonly<Record<string, string>> = { src: 'source', dst: 'target', destination: 'target' };

/** An empty field counts: it has no `=`. */
function fieldsOf(text: string): readonly string[] {
  return text.includes('"') ? csvFields(text) : text.split(',');
}

function fieldFault(key: string, value: string | null, type: string): string | null {
  if (!KEYS.includes(key)) {
    const near = nearestOf(key, KEYS);
    return `unexpected key \`${key}\`${near ? ` (did you mean ${near}?)` : ''}`;
  }
  if (key === 'required' && type !== 'secret' && type !== 'ssh')
    return `unexpected key \`required\` for mount type \`${type}\``;
  if (value === null) return null;
  if (ON_OFF.includes(key)) return BOOLEAN.test(value) ? null : `invalid value for ${key}: ${value}`;
  switch (key) {
    case 'type':
      return choiceFault('mount type', value, TYPES);
    case 'sharing':
      return choiceFault('sharing value', value, SHARING);
    case 'size':
      if (type !== 'tmpfs') return `unexpected key \`size\` for mount type \`${type}\``;
      return BYTES.test(value) ? null : `invalid value for size: ${value}`;
    case 'mode':
      return /^[0-7]+$/.test(value) && Number.parseInt(value, 8) < LARGEST ? null : `invalid value ${value} for mode`;
    case 'uid':
    case 'gid':
      return /^\d+$/.test(value) && Number(value) < LARGEST ? null : `invalid value ${value} for ${key}`;
    default:
      return null;
  }
}

function choiceFault(what: string, value: string, known: readonly string[]): string | null {
  if (known.includes(value.toLowerCase())) return null;
  const near = nearestOf(value.toLowerCase(), known);
  return `unsupported ${what} "${value}"${near ? ` (did you mean ${near}?)` : ''}`;
}

function togetherFault(type: string, set: ReadonlyMap<string, string>): string | null {
  const has = (key: string) => (set.get(key) ?? '') !== '';
  const owner = ['mode', 'uid', 'gid'].find((key) => set.has(key));
  if (owner !== undefined && !['secret', 'ssh', 'cache'].includes(type))
    return `${owner} not allowed for "${type}" type mounts`;
  if (type === 'secret') {
    if (has('from')) return 'a secret mount should not have a from';
    if (has('sharing')) return 'a secret mount should not define sharing';
    if (!has('source') && !has('target') && !has('id')) return 'a secret mount needs an id, a source or a target';
    if (has('source') && has('id')) return 'source and id cannot both be set';
  }
  return has('sharing') && type !== 'cache' ? `sharing is for cache mounts, not for ${type}` : null;
}

/** The `target` of a mount; empty where it has none. */
export function mountTarget(text: string): string {
  const last = fieldsOf(text).findLast((field) => /^(?:target|dst|destination)=/i.test(field)) ?? '';
  return last.slice(last.indexOf('=') + 1);
}
