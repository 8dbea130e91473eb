import type { Found, Reading } from './types.ts';

type Said = Omit<NonNullable<Reading['said']>, 'of'>;

/**
 * Packages with what files beside their database say of them: licences (Debian's copyright, Gentoo's LICENSE), and where they
 * came from (Python's direct_url.json). Such a file names a package by kind and name, or by the folder of its metadata.
 */
export function completedBy(readings: readonly Reading[]): (found: Found, path: string) => Found {
  const known = new Map<string, Said[]>();
  for (const { said } of readings) {
    if (said) known.set(said.of, [...(known.get(said.of) ?? []), said]);
  }
  return (found, path) => {
    const { type, name, architecture, licences = [] } = found;
    const names = [
      `${type}:${name}`,
      `${type}:${name}:${architecture ?? ''}`,
      path.slice(0, Math.max(0, path.lastIndexOf('/'))),
    ];
    const all = names.flatMap((it) => known.get(it) ?? []);
    if (all.length === 0) return found;
    const told = all.find((it) => it.licences.length > 0)?.licences ?? [];
    const qualifiers = Object.assign({}, ...all.map((it) => it.qualifiers), found.qualifiers) as Record<string, string>; // texts by name
    return { ...found, licences: licences.length > 0 ? licences : told, qualifiers };
  };
}
