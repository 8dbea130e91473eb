import type { OsRelease, Package, PackageType } from '../../domain/index.ts';
import { affects, orderOf, type VersionOrder } from '../../versions/index.ts';
import type { Section } from './container.ts';
import { coordinatesOf, ecosystemOf, nameKey } from './ecosystems.ts';
import { type Entry, MALICIOUS } from './entry.ts';
import type { Advisories } from './index-reader.ts';

/** A package that an advisory speaks of. `fixedIn` are the versions above the installed one, lowest first. */
export interface Match {
  readonly package: Package;
  readonly entry: Entry;
  readonly fixedIn: readonly string[];
  readonly isMalicious: boolean;
}

/** What was looked at with this data, and what was found. */
export interface Matched {
  readonly matches: readonly Match[];
  /** Types that the data speaks of, installed or not. */
  readonly covers: readonly PackageType[];
  /** Sources behind the ecosystems of the types that are installed. */
  readonly sources: readonly number[];
}

const TYPES: readonly PackageType[] = (
  'deb apk rpm npm pypi golang cargo maven gem composer nuget hex pub swift conan cran hackage bitnami julia' as const
).split(' ') as PackageType[]; // the words of the line above

/** Whether the data speaks of the packages of a type in an image with this system. */
export function coveredTypes(advisories: Advisories, os: OsRelease | null): readonly PackageType[] {
  return TYPES.filter((type) =>
    sectionsOf(advisories, type, os).some(({ ecosystem }) => !ecosystem.endsWith(MALICIOUS)),
  );
}

function sectionsOf({ header }: Advisories, type: PackageType, os: OsRelease | null): readonly Section[] {
  const isOurs = ecosystemOf(type, os);
  if (!isOurs) return [];
  return header.sections.filter(({ ecosystem }) => isOurs(ecosystem.replace(MALICIOUS, '')));
}

/** Looks all packages up. Those that a distribution ships are left to the distribution's advisories. */
export async function matchPackages(
  advisories: Advisories,
  packages: readonly Package[],
  os: OsRelease | null,
): Promise<Matched> {
  const covers = coveredTypes(advisories, os);
  const matches: Match[] = [];
  const sources = new Set<number>();
  for (const type of new Set(packages.map((it) => it.type))) {
    const own = packages.filter((it) => it.type === type && it.shippedBy === null);
    for (const section of sectionsOf(advisories, type, os)) {
      for (const source of section.sources) sources.add(source);
      matches.push(...(await matchSection(advisories, section, own)));
    }
  }
  return { matches, covers, sources: [...sources] };
}

async function matchSection(
  advisories: Advisories,
  section: Section,
  packages: readonly Package[],
): Promise<readonly Match[]> {
  const isMalicious = section.ecosystem.endsWith(MALICIOUS);
  const ecosystem = section.ecosystem.replace(MALICIOUS, '');
  const order = orderOf(ecosystem);
  if (!order) return [];
  const [base = ''] = ecosystem.split(':');
  const wanted = packages.map((it) => ({ package: it, ...coordinatesOf(it) }));
  const found = await advisories.lookup(
    section,
    wanted.map(({ name }) => nameKey(base, name)),
  );
  return wanted.flatMap(({ package: it, name, version }) =>
    (found.get(nameKey(base, name)) ?? [])
      .filter((entry) => affects(entry, version, order))
      .map((entry): Match => ({ package: it, entry, isMalicious, fixedIn: fixesOf(entry, version, order) })),
  );
}

/** The fixes that lie above the installed version; of an unknown version, all of them. */
function fixesOf(entry: Entry, version: string, order: VersionOrder): readonly string[] {
  const fixed = entry.ranges.flatMap(({ events }) => events.flatMap((event) => event.fixed ?? []));
  const above = fixed.filter((it) => it !== '0' && (version.trim() === '' || order.compare(it, version) > 0));
  return [...new Set(above)].sort((a, b) => order.compare(a, b));
}

/** Lowest first, in the order of the type's ecosystem; as they come where none is known. */
export function sortVersions(type: PackageType, versions: readonly string[]): readonly string[] {
  const order = orderOf(type);
  return order ? versions.toSorted((a, b) => order.compare(a, b)) : versions;
}

/** Below zero, zero, above zero in the order of the type's ecosystem; zero where none is known. */
export function compareVersions(type: PackageType, a: string, b: string): number {
  return orderOf(type)?.compare(a, b) ?? 0;
}
