import { createHash } from 'node:crypto';
import { type Digest, digest } from '../domain/index.ts';

/** JSON with sorted keys and no blanks (RFC 8785 for the values that records hold): equal values, equal texts. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value))
    return `[${value.map((item) => canonicalJson(item === undefined ? null : item)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(',')}}`;
}

/** Whether two values have the same canonical JSON, without writing it: what both share is not looked at. */
export function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null)
    return canonicalJson(a) === canonicalJson(b);
  if (Array.isArray(a) || Array.isArray(b)) {
    return (
      Array.isArray(a) &&
      Array.isArray(b) &&
      a.length === b.length &&
      a.every((item, index) => sameJson(item ?? null, b[index] ?? null))
    );
  }
  const [one, other] = [definedIn(a), definedIn(b)];
  return one.size === other.size && [...one].every(([key, item]) => other.has(key) && sameJson(item, other.get(key)));
}

function definedIn(value: object): ReadonlyMap<string, unknown> {
  return new Map(Object.entries(value).filter(([, item]) => item !== undefined));
}

/** sha256 of a text or of bytes. */
export function sha256(bytes: string | Uint8Array): Digest {
  return digest(`sha256:${createHash('sha256').update(bytes).digest('hex')}`);
}

/** sha256 of a value's canonical JSON. */
export function digestOf(value: unknown): Digest {
  return sha256(canonicalJson(value));
}
