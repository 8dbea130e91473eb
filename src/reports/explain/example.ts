import type { AnyCheck } from '../../domain/index.ts';
import { inYaml, parametersOf } from './params.ts';

/** One criterion as it stands in tickproof.yaml, with the parameters that a first reader needs. */
export function exampleLine(check: AnyCheck): string {
  const given = check.example.params ?? {};
  const target = parametersOf(check).find(({ name, fallback }) => name === 'target' && fallback !== null);
  const shown = 'target' in given || !target?.fallback ? {} : { target: target.fallback };
  const pairs = [`check: ${check.id}`, ...Object.entries(given).map(([name, value]) => `${name}: ${inYaml(value)}`)];
  const more = Object.entries(shown).map(([name, value]) => `${name}: ${value}`);
  return `{ ${[...pairs, ...more].join(', ')} }`;
}
