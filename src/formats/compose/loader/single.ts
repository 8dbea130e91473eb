import { isIp } from './ip.ts';
import { Refused, refuseAll } from './refused.ts';
import { below, type Rules, rulesOf } from './rules.ts';
import { entryOf, isMapping, isNull, textOf, type Value } from './value.ts';

type Check = (value: Value, where: string) => Refused | null;

const RULES: Rules<Check> = rulesOf<Check>({
  'volumes.*': checkExternal,
  'configs.*': checkFile('file', 'environment', 'content'),
  'secrets.*': checkFile('file', 'environment'),
  'services.*.ports.*': checkAddress,
  'services.*.develop.watch.*.path': checkPath,
  'services.*.deploy.resources.reservations.devices.*': checkDevice,
  'services.*.gpus.*': checkDevice,
});

/** Refuses what is wrong in one thing alone, whatever else the model says. */
export function checkSingles(model: Value): void {
  const faults: Refused[] = [];
  const check = (value: Value, where: string, rules: Rules<Check> | undefined): void => {
    if (!rules) return;
    const fault = rules.rule?.(value, where);
    if (fault) faults.push(fault);
    if (rules.rule) return;
    if (value.kind === 'mapping')
      for (const [key, it] of value.entries) check(it, where === '' ? key : `${where}.${key}`, below(rules, key));
    else if (value.kind === 'sequence') for (const it of value.items) check(it, `${where}.[]`, below(rules, '[]'));
  };
  check(model, '', RULES);
  refuseAll(faults);
}

function checkExternal(value: Value, where: string): Refused | null {
  const external = entryOf(value, 'external');
  if (!isMapping(value) || external?.kind !== 'scalar' || external.value !== true) return null;
  for (const [key, it] of value.entries) {
    if (key === 'name' || key === 'external' || key.startsWith('x-')) continue;
    const message = `${where}: conflicting parameters "external" and ${JSON.stringify(key)} specified`;
    return new Refused('consistency', message, { at: it.at, where });
  }
  return null;
}

function checkFile(...keys: string[]): Check {
  return (value, where) => {
    if (!isMapping(value)) return null;
    const given = keys.filter((key) => value.entries.has(key));
    const at = value.entries.get(given[1] ?? '')?.at ?? value.at;
    if (given.length > 1)
      return new Refused('consistency', `${where}: ${keys.join('|')} attributes are mutually exclusive`, { at, where });
    if (given.length === 0 && !value.entries.has('driver') && !value.entries.has('external'))
      return new Refused('value', `${where}: one of ${keys.join('|')} must be set`, { at, where });
    return null;
  };
}

function checkPath(value: Value, where: string): Refused | null {
  if (textOf(value) !== '') return null;
  return new Refused('value', `${where}: value can't be blank`, { at: value.at, where });
}

function checkDevice(value: Value, where: string): Refused | null {
  if (!isMapping(value) || !value.entries.has('count') || !value.entries.has('device_ids')) return null;
  const message = `${where}: "count" and "device_ids" attributes are exclusive`;
  return new Refused('value', message, { at: value.at, where });
}

function checkAddress(value: Value, where: string): Refused | null {
  const address = entryOf(value, 'host_ip');
  if (!address || isNull(address) || isIp(textOf(address) ?? '')) return null;
  return new Refused('value', `${where}: invalid ip address: ${textOf(address) ?? ''}`, { at: address.at, where });
}
