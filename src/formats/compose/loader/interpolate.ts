import { goFloatOf } from './go-text.ts';
import { Refused, refuseAll } from './refused.ts';
import { below, type Rules, rulesOf } from './rules.ts';
import { fillTemplate, type Lookup, TemplateFault } from './template.ts';
import { flag, integer, mapEntries, mapItems, type Mapping, type Scalar, type Value } from './value.ts';

type Cast = (written: Scalar, warn: Warn) => Scalar;
type Warn = (warning: string) => void;

/** What a string means where a flag or a number is wanted. */
export class CastFault extends Error {}

const CASTS: Rules<Cast> = rulesOf<Cast>({
  'services.*.cpu_count': toInteger,
  'services.*.cpu_percent': toFloat,
  'services.*.cpu_period': toInteger,
  'services.*.cpu_quota': toInteger,
  'services.*.cpu_rt_period': toInteger,
  'services.*.cpu_rt_runtime': toInteger,
  'services.*.cpus': toFloat,
  'services.*.cpu_shares': toInteger,
  'services.*.init': toFlag,
  'services.*.deploy.replicas': toInteger,
  'services.*.deploy.update_config.parallelism': toInteger,
  'services.*.deploy.update_config.max_failure_ratio': toFloat,
  'services.*.deploy.rollback_config.parallelism': toInteger,
  'services.*.deploy.rollback_config.max_failure_ratio': toFloat,
  'services.*.deploy.restart_policy.max_attempts': toInteger,
  'services.*.deploy.placement.max_replicas_per_node': toInteger,
  'services.*.healthcheck.retries': toInteger,
  'services.*.healthcheck.disable': toFlag,
  'services.*.oom_kill_disable': toFlag,
  'services.*.oom_score_adj': toInteger,
  'services.*.pids_limit': toInteger,
  'services.*.ports.*.target': toInteger,
  'services.*.privileged': toFlag,
  'services.*.read_only': toFlag,
  'services.*.scale': toInteger,
  'services.*.stdin_open': toFlag,
  'services.*.tty': toFlag,
  'services.*.ulimits.*': toInteger,
  'services.*.ulimits.*.hard': toInteger,
  'services.*.ulimits.*.soft': toInteger,
  'services.*.volumes.*.read_only': toFlag,
  'services.*.volumes.*.volume.nocopy': toFlag,
  'networks.*.external': toFlag,
  'networks.*.internal': toFlag,
  'networks.*.attachable': toFlag,
  'networks.*.enable_ipv4': toFlag,
  'networks.*.enable_ipv6': toFlag,
  'volumes.*.external': toFlag,
  'secrets.*.external': toFlag,
  'configs.*.external': toFlag,
});

/** Fills in the variables of all values, never of keys, and reads flags and numbers where they are wanted. */
export function interpolate(value: Mapping, lookup: Lookup, warn: Warn): Mapping {
  const faults: Refused[] = [];
  const fill = (it: Value, path: string, casts: Rules<Cast> | undefined): Value => {
    if (it.kind === 'mapping')
      return mapEntries(it, (entry, key) => fill(entry, path === '' ? key : `${path}.${key}`, below(casts, key)));
    if (it.kind === 'sequence') return mapItems(it, (item) => fill(item, `${path}.[]`, below(casts, '[]')));
    if (it.type !== 'string') return it;
    const next = filled(it, path, casts?.rule, lookup, warn);
    if (!(next instanceof Refused)) return next;
    faults.push(next);
    return it;
  };
  const whole = mapEntries(value, (entry, key) => fill(entry, key, below(CASTS, key)));
  refuseAll(faults);
  return whole;
}

function filled(it: Scalar, path: string, cast: Cast | undefined, lookup: Lookup, warn: Warn): Scalar | Refused {
  const place = { at: it.at, where: path };
  const written = String(it.value);
  try {
    const text = written.includes('$') ? fillTemplate(written, lookup, (name) => warn(unsetWarning(name))) : written;
    const next = text === written ? it : { ...it, value: text };
    return cast ? cast(next, warn) : next;
  } catch (error) {
    if (error instanceof CastFault)
      return new Refused(
        'interpolation',
        `error while interpolating ${path}: failed to cast to expected type: ${error.message}`,
        place,
      );
    if (!(error instanceof TemplateFault)) throw error;
    const message = error.isMissing
      ? `error while interpolating ${path}: ${error.message}`
      : `invalid interpolation format for ${path}.\nYou may need to escape any $ with another $.\n${written}`;
    return new Refused('interpolation', message, place);
  }
}

export function unsetWarning(name: string): string {
  return `The ${JSON.stringify(name)} variable is not set. Defaulting to a blank string.`;
}

function toInteger(written: Scalar): Scalar {
  const text = String(written.value);
  if (!/^[-+]?[0-9]+$/.test(text)) throw new CastFault(`strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`);
  const value = BigInt(text.replace('+', ''));
  if (value >= 2n ** 63n || value < -(2n ** 63n))
    throw new CastFault(`strconv.Atoi: parsing ${JSON.stringify(text)}: value out of range`);
  return integer(Number.isSafeInteger(Number(value)) ? Number(value) : value, written.at);
}

function toFloat(written: Scalar): Scalar {
  const text = String(written.value);
  const value = goFloatOf(text);
  if (typeof value === 'number') return { ...written, type: 'float', value };
  throw new CastFault(`strconv.ParseFloat: parsing ${JSON.stringify(text)}: ${value}`);
}

export function toFlag(written: Scalar, warn: Warn): Scalar {
  const text = String(written.value);
  const word = text.toLowerCase();
  if (word === 'true' || word === 'false') return flag(word === 'true', written.at);
  const isYes = ['y', 'yes', 'on'].includes(word);
  if (!isYes && !['n', 'no', 'off'].includes(word)) throw new CastFault(`invalid boolean: ${text}`);
  warn(`${JSON.stringify(text)} for boolean is not supported by YAML 1.2, please use \`${String(isYes)}\``);
  return flag(isYes, written.at);
}
