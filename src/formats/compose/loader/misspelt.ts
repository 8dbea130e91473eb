import { nearest } from '../../nearest.ts';
import type { Origin } from './origin.ts';
import type { Value } from './value.ts';

/** Where one of the wanted keys is not there, but something like it: what is meant, and where it stands. */
export function misspelt(value: Value, ...wanted: readonly string[]): { at?: Origin; nearest?: string } {
  if (value.kind !== 'mapping') return {};
  const lacking = wanted.filter((it) => !value.entries.has(it));
  for (const [key, { at }] of value.entries) {
    const near = wanted.includes(key) ? null : nearest(key, lacking);
    if (near !== null) return { at, nearest: near };
  }
  return {};
}
