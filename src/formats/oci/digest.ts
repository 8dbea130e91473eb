import { type Digest, digest } from '../../domain/index.ts';

/** The digest that a path promises: `blobs/sha256/<hex>`, `<hex>.json`, `sha256:<hex>`; null where it promises none. */
export function promisedDigest(path: string): Digest | null {
  const hex = /(?:^|\/)(?:sha256[:/])?([0-9a-f]{64})(?:\.json|\.tar(?:\.gz)?)?$/.exec(path)?.[1];
  return hex ? digest(`sha256:${hex}`) : null;
}
