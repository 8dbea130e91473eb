import type { CatalogFile, Found, Reading } from '../types.ts';

export function reading(cataloguer: string, file: CatalogFile, packages: readonly Found[], fault?: string): Reading {
  return { cataloguer, path: file.path, packages, ...(fault === undefined ? {} : { fault }) };
}

/** Given only where there is something. */
export const given = <K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } =>
  (value === undefined || value === '' || (Array.isArray(value) && value.length === 0) ? {} : { [key]: value }) as {
    readonly [P in K]?: V;
  }; // a computed key is wider than K

/** Packages once each by name and version; flags and needs of the copies are joined: one that is needed at run time is. */
export function once(packages: Iterable<Found>): Found[] {
  const copies = new Map<string, Found[]>();
  for (const it of packages) {
    const key = `${it.name}@${it.version}`;
    const known = copies.get(key);
    if (known === undefined) copies.set(key, [it]);
    else known.push(it);
  }
  return [...copies.values()].flatMap(joined);
}

function joined(copies: readonly Found[]): readonly Found[] {
  const [first] = copies;
  if (first === undefined || copies.length === 1) return copies;
  const requires = [...new Set(copies.flatMap((it) => it.requires ?? []))];
  const isDev = copies.every((it) => it.isDev === true);
  const isDirect = copies.some((it) => it.isDirect === true);
  return [
    {
      ...first,
      ...given('requires', requires),
      ...(copies.every((it) => it.isDev === undefined) ? {} : { isDev }),
      ...(copies.every((it) => it.isDirect === undefined) ? {} : { isDirect }),
    },
  ];
}

export const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));

export const baseOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** A path from a folder, absolute and without `..`: above the root is the root. */
export function joinPath(folder: string, relative: string): string {
  const steps: string[] = [];
  for (const step of `${relative.startsWith('/') ? '' : folder}/${relative}`.split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '' && step !== '.') steps.push(step);
  }
  return `/${steps.join('/')}`;
}

/** What is reached from the starts along the needs. */
export function reached(starts: Iterable<string>, needs: (key: string) => Iterable<string>): Set<string> {
  const seen = new Set(starts);
  for (const key of seen) for (const next of needs(key)) seen.add(next); // a Set hands out what is added meanwhile
  return seen;
}
