import type { LayerReading } from './inventory.ts';
import type { OwnedFile } from './types.ts';

/**
 * What package databases and wheels say the content of some paths is: `md5:…`, `sha1:…`, `sha256:…`. Distributions write `/lib/x`
 * for what lies at `/usr/lib/x`, so both names count.
 */
export function publishedDigests(
  readings: readonly LayerReading[],
  paths: ReadonlySet<string>,
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, Set<string>>();
  const note = ({ path, digest }: OwnedFile) => {
    if (digest === undefined) return;
    for (const name of [path, `/usr${path}`]) {
      if (!paths.has(name)) continue;
      const known = found.get(name);
      if (known) known.add(digest);
      else found.set(name, new Set([digest]));
    }
  };
  if (paths.size === 0) return new Map();
  for (const { reading } of readings) {
    for (const it of reading.owned?.files ?? []) note(it);
    for (const { owns } of reading.packages) for (const it of owns ?? []) note(it);
  }
  return new Map([...found].map(([path, digests]) => [path, [...digests]]));
}
