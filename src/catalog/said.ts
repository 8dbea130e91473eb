import type { Found, Reading } from './types.ts';

type Said = Omit<NonNullable<Reading['said']>, 'of'>;

/**
 * Packages with what files beside their database say of them: licences (Debian's copyright, Gentoo's LICENSE), and where they
 * came from (Python's direct_url.json). Such a file names a package by kind and name, or by the folder of its metadata.
 */
export function completedBy(readings: readonly Reading[]): (found: Found, path: string) => Found {
  const known = new Map<string, Said>();
  for (const { said } of readings) {
    if (said) known.set(said.of, joined([known.get(said.of) ?? NOTHING, said]));
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
    const told = joined(all);
    const qualifiers = { ...told.qualifiers, ...found.qualifiers };
    return { ...found, licences: licences.length > 0 ? licences : told.licences, qualifiers };
  };
}

const NOTHING: Said = { licences: [] };

/** The first that names licences, and what all of them say beside. */
function joined(all: readonly Said[]): Said {
  const licences = all.find((it) => it.licences.length > 0)?.licences ?? [];
  return { licences, qualifiers: Object.assign({}, ...all.map((it) => it.qualifiers)) as Record<string, string> }; // texts by name
}
