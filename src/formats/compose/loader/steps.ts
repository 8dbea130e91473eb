import type { Step } from './origin.ts';
import type { Value } from './value.ts';

/** The same value, brought where it is by one more step. */
export function withStep(value: Value, step: Step): Value {
  const at = { ...value.at, steps: [step, ...value.at.steps] };
  if (value.kind === 'scalar') return { ...value, at };
  if (value.kind === 'sequence') return { ...value, at, items: value.items.map((item) => withStep(item, step)) };
  return { ...value, at, entries: new Map([...value.entries].map(([key, it]) => [key, withStep(it, step)] as const)) };
}
