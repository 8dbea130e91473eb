import { byDefault } from './origin.ts';
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

type Complete = (value: Mapping) => Value;

const RULES: Rules<Complete> = rulesOf<Complete>({
  'services.*.build': (value) => withDefault(value, 'context', '.'),
  'services.*.secrets.*': secretTarget,
  'services.*.ports.*': (value) => withDefault(withDefault(value, 'protocol', 'tcp'), 'mode', 'ingress'),
  'services.*.deploy.resources.reservations.devices.*': deviceCount,
  'services.*.gpus.*': deviceCount,
});

/** The model with what Compose takes for granted written out. */
export function withDefaults(model: Mapping): Mapping {
  const completed = (value: Value, rules: Rules<Complete> | undefined): Value => {
    if (!rules) return value;
    if (rules.rule) return isMapping(value) ? rules.rule(value) : value;
    if (value.kind === 'mapping') return mapEntries(value, (it, key) => completed(it, below(rules, key)));
    return value.kind === 'sequence' ? mapItems(value, (it) => completed(it, below(rules, '[]'))) : value;
  };
  return mapEntries(model, (it, key) => completed(it, below(RULES, key)));
}

function withDefault(value: Mapping, key: string, word: string): Mapping {
  return value.entries.has(key) ? value : withEntry(value, key, text(word, byDefault(value.at)));
}

function secretTarget(value: Mapping): Mapping {
  const source = textOf(entryOf(value, 'source'));
  return source === undefined ? value : withDefault(value, 'target', `/run/secrets/${source}`);
}

function deviceCount(value: Mapping): Mapping {
  return value.entries.has('device_ids') ? value : withDefault(value, 'count', 'all');
}
