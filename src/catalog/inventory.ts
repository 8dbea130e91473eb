import type { ImageFile, OsRelease, Package } from '../domain/index.ts';
import { type Named, type Ownership, ownershipOf } from './ownership.ts';
import { purlFor } from './package-purl.ts';
import { completedBy } from './said.ts';
import type { Found, Reading } from './types.ts';

/** A reading with the layer that it comes from, and the names under which its file is visible in the end (none = hidden). */
export interface LayerReading {
  readonly layer: number;
  readonly reading: Reading;
  readonly visible: readonly string[];
}

/** What an image holds: its packages, what they were read from, and whose each file is. */
export interface Inventory {
  readonly packages: readonly Package[];
  readonly sources: readonly { cataloguer: string; path: string; packages: number; fault: string | null }[];
  /** `ownerOf` gives an index into `packages`. */
  readonly ownership: Ownership;
}

interface Seen extends Named {
  readonly cataloguer: string;
  readonly layer: number;
}

/**
 * Puts together what the readers saw, as the merged image has it. A package of a database came with the lowest layer from which
 * on that database always named it; others came with their own metadata. Packages are sorted by purl, then path.
 */
export function inventoryOf(
  readings: readonly LayerReading[],
  files: readonly ImageFile[],
  os: OsRelease | null,
): Inventory {
  const current = readings.filter(({ visible }) => visible.length > 0);
  const lists = current.flatMap(({ reading }) => reading.owned ?? []);
  const all = namedIn(current, historyOf(readings), os);
  const claims = ownershipOf(all, lists, files);
  const kept = [...all.keys()].filter((index) => !isPartOfAnother(index, all, claims));
  const named = kept.flatMap((index) => all[index] ?? []);
  const ownership = renumbered(claims, kept);
  let weighed: readonly Weight[] | null = null;
  // most who ask which packages there are do not ask how much each takes
  const weightAt = (index: number) => (weighed ??= weigh(named.length, ownership, files))[index];
  const requires = requirements(named);
  const packages = named.map(
    ({ found, path, cataloguer, layer, purl }, index): Package => ({
      type: found.type,
      name: inOneLine(found.name),
      version: inOneLine(found.version),
      architecture: found.architecture ?? null,
      source: found.source ? { name: found.source.name, version: found.source.version ?? found.version } : null,
      licences: (found.licences ?? []).map(inOneLine),
      purl,
      cataloguer,
      path,
      layer,
      get sizeBytes() {
        return weightAt(index)?.bytes ?? 0;
      },
      get files() {
        return weightAt(index)?.files ?? 0;
      },
      shippedBy: shipperOf(index, named, ownership)?.purl ?? null,
      requires: requires(index),
    }),
  );
  return { packages, sources: sourcesOf(current), ownership };
}

/** A name with a line break in it could write lines of its own into a report. */
function inOneLine(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, '\ufffd');
}

type WithPurl = Seen & { readonly purl: string };

function namedIn(
  current: readonly LayerReading[],
  history: ReturnType<typeof historyOf>,
  os: OsRelease | null,
): readonly WithPurl[] {
  const completed = completedBy(current.map(({ reading }) => reading));
  const seen = current
    .flatMap(({ reading, layer, visible }) =>
      reading.packages.map((named): WithPurl => {
        const path = visible[0] ?? reading.path;
        const found = completed(named, path);
        const since = history.since(reading, named, layer);
        return { found, path, cataloguer: reading.cataloguer, layer: since, purl: knownPurl(named, found, os) };
      }),
    )
    .sort((a, b) => order(a.purl, b.purl) || order(a.path, b.path));
  return seen.filter(({ purl, path }, index) => seen[index - 1]?.purl !== purl || seen[index - 1]?.path !== path);
}

const purls = new WeakMap<Found, { readonly of: string; readonly purl: string }>();

/** The purl of what a file named, which is the same in each image that has the file: it is put together once. */
function knownPurl(named: Found, completed: Found, os: OsRelease | null): string {
  const of = JSON.stringify([os?.family, os?.version, completed.qualifiers]); // the rest is as it was named
  const known = purls.get(named);
  if (known?.of === of) return known.purl;
  const purl = purlFor(completed, os);
  purls.set(named, { of, purl });
  return purl;
}

/** The distribution's package whose file names this one. */
function shipperOf(index: number, named: readonly WithPurl[], { ownerOf }: Ownership): WithPurl | null {
  const owner = ownerOf(named[index]?.path ?? '');
  const shipper = owner === null || owner === index ? undefined : named[owner];
  return shipper && isSystem(shipper.found) ? shipper : null;
}

/** A program that was told by its bytes, and is a file of a package that is known by name. */
function isPartOfAnother(index: number, named: readonly WithPurl[], ownership: Ownership): boolean {
  return named[index]?.found.type === 'generic' && shipperOf(index, named, ownership) !== null;
}

function renumbered({ ownerOf, digestOf }: Ownership, kept: readonly number[]): Ownership {
  const places = new Map(kept.map((index, place) => [index, place]));
  return { ownerOf: (path) => places.get(ownerOf(path) ?? -1) ?? null, digestOf };
}

function isSystem(found: Found | undefined): boolean {
  return found?.type === 'deb' || found?.type === 'apk' || found?.type === 'rpm' || found?.type === 'alpm';
}

function sourcesOf(current: readonly LayerReading[]): Inventory['sources'] {
  return current
    .filter(({ reading }) => reading.packages.length > 0 || reading.fault !== undefined)
    .map(({ reading: { cataloguer, packages, fault }, visible }) => ({
      cataloguer,
      path: visible[0] ?? '',
      packages: packages.length,
      fault: fault ?? null,
    }))
    .sort((a, b) => order(a.cataloguer, b.cataloguer) || order(a.path, b.path));
}

/** Since which layer a database, rewritten by layer after layer, has named a package without a break. */
function historyOf(readings: readonly LayerReading[]) {
  const versions = new Map<string, { layer: number; names: ReadonlySet<string> }[]>();
  for (const { reading, layer } of readings.toSorted((a, b) => b.layer - a.layer)) {
    if (reading.packages.length === 0) continue;
    const earlier = versions.get(reading.path) ?? [];
    earlier.push({ layer, names: new Set(reading.packages.map(keyOf)) });
    versions.set(reading.path, earlier);
  }
  return {
    since: ({ path }: Reading, found: Found, layer: number): number => {
      let since = layer;
      const key = keyOf(found);
      for (const it of versions.get(path) ?? []) {
        if (it.layer >= layer) continue;
        if (!it.names.has(key)) break;
        since = it.layer;
      }
      return since;
    },
  };
}

function keyOf({ type, name, architecture, version }: Found): string {
  return `${type} ${name} ${architecture ?? ''} ${version}`;
}

interface Weight {
  readonly bytes: number;
  readonly files: number;
}

/** Bytes and files of each package that are visible; names of one content count once, for the first of them that has an owner. */
function weigh(length: number, { ownerOf }: Ownership, files: readonly ImageFile[]): readonly Weight[] {
  const weights = Array.from({ length }, () => ({ bytes: 0, files: 0 }));
  const isFile = ({ type }: ImageFile) => type === 'file';
  const linked = files.filter((it) => it.hardLinkOf !== undefined && isFile(it));
  const shared = new Set(linked.map(({ hardLinkOf = '' }) => hardLinkOf));
  const counted = new Set<string>();
  const count = ({ path, sizeBytes }: ImageFile, content: string) => {
    const its = weights[ownerOf(path) ?? -1];
    if (!its || counted.has(content)) return;
    its.bytes += sizeBytes;
    its.files++;
    if (shared.has(content)) counted.add(content); // no other is met again
  };
  for (const it of files) if (it.hardLinkOf === undefined && isFile(it)) count(it, it.path);
  for (const it of linked) count(it, it.hardLinkOf ?? it.path);
  return weights;
}

/** Names that packages ask for, as purls of what is installed under that name or provides it. */
function requirements(packages: readonly (Seen & { readonly purl: string })[]): (index: number) => readonly string[] {
  const known = new Map<string, string>();
  const note = (type: string, name: string, purl: string) => {
    const key = `${type} ${name}`;
    if (!known.has(key)) known.set(key, purl);
  };
  for (const { found, purl } of packages) {
    note(found.type, found.name, purl);
    note(found.type, `${found.name}@${found.version}`, purl);
  }
  for (const { found, purl } of packages) for (const name of found.provides ?? []) note(found.type, name, purl);
  return (index) => {
    const its = packages[index];
    const wanted = (its?.found.requires ?? []).flatMap((name) => known.get(`${its?.found.type} ${name}`) ?? []);
    return [...new Set(wanted)].filter((purl) => purl !== its?.purl).sort();
  };
}

/** By bytes of the text, the same everywhere. */
function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
