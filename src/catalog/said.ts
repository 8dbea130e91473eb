import type { Found, Reading } from './types.ts';

/**
 * Licences of packages, of their own database and of the files beside it that name them (Debian's copyright, Gentoo's LICENSE).
 * A reading speaks of a package by kind and name, or by the folder of its metadata.
 */
export function licencesFrom(readings: readonly Reading[]): (found: Found, path: string) => readonly string[] {
  const known = new Map(readings.flatMap(({ said }) => (said ? [[said.of, said.licences] as const] : [])));
  return ({ type, name, architecture, licences = [] }, path) => {
    if (licences.length > 0) return licences;
    const names = [
      `${type}:${name}`,
      `${type}:${name}:${architecture ?? ''}`,
      path.slice(0, Math.max(0, path.lastIndexOf('/'))),
    ];
    return names.map((it) => known.get(it)).find((it) => it !== undefined) ?? [];
  };
}
