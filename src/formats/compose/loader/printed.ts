import type { Json } from './printing.ts';

/** What is printed of one service or resource. */
export type Printed = Readonly<Record<string, Json>>;

export function objectIn(value: Json | undefined): Printed {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Printed) : {}; // narrowed just here
}

export function listIn(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : []; // narrowed just here
}

export function textIn(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

export function numberIn(value: Json | undefined): number {
  return typeof value === 'number' ? value : 0;
}

/** A key of the object's own, whatever it is called. */
export function own(value: Json | undefined, key: string): Json | undefined {
  const holder = objectIn(value);
  return Object.hasOwn(holder, key) ? holder[key] : undefined;
}

export const has = (value: Json | undefined, key: string): boolean => Object.hasOwn(objectIn(value), key);

export function without(value: Printed, ...keys: string[]): Printed {
  return Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key)));
}

export function only(value: Printed, keep: (key: string, it: Json) => boolean): Printed {
  return Object.fromEntries(Object.entries(value).filter(([key, it]) => keep(key, it)));
}

export function mapObjects(value: Printed, change: (it: Printed, key: string) => Printed): Printed {
  return Object.fromEntries(Object.entries(value).map(([key, it]) => [key, change(objectIn(it), key)]));
}
