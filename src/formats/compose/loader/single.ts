import { isIp } from './ip.ts';
import { Refused } from './refused.ts';
import { below, type Rules, rulesOf } from './rules.ts';
import { entryOf, isMapping, isNull, textOf, type Value } from './value.ts';

type Check = (value: Value, where: string) => void;

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
  const check = (value: Value, where: string, rules: Rules<Check> | undefined): void => {
    if (!rules) return;
    if (rules.rule) rules.rule(value, where);
    else if (value.kind === 'mapping')
      for (const [key, it] of value.entries) check(it, where === '' ? key : `${where}.${key}`, below(rules, key));
    else if (value.kind === 'sequence') for (const it of value.items) check(it, `${where}.[]`, below(rules, '[]'));
  };
  check(model, '', RULES);
}

function checkExternal(value: Value, where: string): void {
  const external = entryOf(value, 'external');
  if (!isMapping(value) || external?.kind !== 'scalar' || external.value !== true) return;
  for (const [key, it] of value.entries) {
    if (key === 'name' || key === 'external' || key.startsWith('x-')) continue;
    const message = `${where}: conflicting parameters "external" and ${JSON.stringify(key)} specified`;
    throw new Refused('consistency', message, { at: it.at, where });
  }
}

function checkFile(...keys: string[]): Check {
  return (value, where) => {
    if (!isMapping(value)) return;
    const given = keys.filter((key) => value.entries.has(key));
    const at = value.entries.get(given[1] ?? '')?.at ?? value.at;
    if (given.length > 1)
      throw new Refused('consistency', `${where}: ${keys.join('|')} attributes are mutually exclusive`, { at, where });
    if (given.length === 0 && !value.entries.has('driver') && !value.entries.has('external'))
      throw new Refused('value', `${where}: one of ${keys.join('|')} must be set`, { at, where });
  };
}

function checkPath(value: Value, where: string): void {
  if (textOf(value) === '') throw new Refused('value', `${where}: value can't be blank`, { at: value.at, where });
}

function checkDevice(value: Value, where: string): void {
  if (!isMapping(value) || !value.entries.has('count') || !value.entries.has('device_ids')) return;
  const message = `${where}: "count" and "device_ids" attributes are exclusive`;
  throw new Refused('value', message, { at: value.at, where });
}

function checkAddress(value: Value, where: string): void {
  const address = entryOf(value, 'host_ip');
  if (!address || isNull(address) || isIp(textOf(address) ?? '')) return;
  throw new Refused('value', `${where}: invalid ip address: ${textOf(address) ?? ''}`, { at: address.at, where });
}
