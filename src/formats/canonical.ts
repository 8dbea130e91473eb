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

/** sha256 of a text or of bytes. */
export function sha256(bytes: string | Uint8Array): Digest {
  return digest(`sha256:${createHash('sha256').update(bytes).digest('hex')}`);
}

/** sha256 of a value's canonical JSON. */
export function digestOf(value: unknown): Digest {
  return sha256(canonicalJson(value));
}
