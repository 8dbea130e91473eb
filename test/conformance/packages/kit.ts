import { purlFor } from '../../../src/catalog/package-purl.ts';
import { parsePurl, purlOf } from '../../../src/catalog/purl.ts';
import type { CatalogFile, Found, Reader, Reading } from '../../../src/catalog/types.ts';
import { type Case, differs } from '../vectors.ts';

/** What a reader has to find, out of the columns that a test may have. */
export interface Wanted {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly licences: readonly string[];
  readonly purl: string | null;
  readonly needs: readonly string[] | null;
  readonly relationship: string;
  /** Where its archive was fetched from, as syft keeps it. */
  readonly resolved: string;
}

export interface Way {
  readonly reader: Reader;
  /** Ours that this tool leaves out by its own choice. */
  readonly keep?: (found: Found) => boolean;
  /** Theirs that stand in no file that the reader is given. */
  readonly expect?: (wanted: Wanted, it: Case) => boolean;
  /** False where the licence stands in a file that the case does not hold. */
  readonly knowsLicence?: (wanted: Wanted, it: Case) => boolean;
  /** Spelling that does not count. */
  readonly spell?: (name: string) => string;
  /** How ours names what a package needs, where it is not by name and version. */
  readonly needs?: (need: string) => string;
  readonly spellPurl?: (purl: string) => string;
  readonly licences?: ((found: Found) => readonly string[] | undefined) | undefined;
  /** More about what was found, from other files of the case. */
  readonly more?: (found: Found, it: Case) => Found;
}

const COLUMNS = ['want', 'wantPkgs', 'expected', 'expectedPkg', 'expectedPkgs', 'expectedPackages', 'packages'];

const isExpression = (value: unknown): boolean =>
  (typeof value === 'string' && value.startsWith('$')) ||
  (typeof value === 'object' && value !== null && '$call' in value);

/** Null where the vectors hold an expression of the test instead of a list. */
export function wantedOf(expect: Case): Wanted[] | null {
  const column = COLUMNS.find((it) => it in expect);
  const value: unknown = column === undefined ? [] : expect[column];
  if (isExpression(value)) return null;
  const said = packagesIn(value as Case | readonly Case[]); // the vectors' own shape
  const edges: readonly Case[] = Array.isArray(expect.wantDeps) ? expect.wantDeps : [];
  const ids = new Map(said.map((it) => [String(it.id), `${it.name}@${it.version ?? ''}`]));
  return said
    .filter((it) => it.name !== undefined)
    .map((it) => {
      const needs: readonly string[] | undefined =
        it.dependsOn ?? edges.find(({ id }) => id === it.id)?.dependsOn ?? (edges.length > 0 ? [] : undefined);
      return {
        id: String(it.id),
        name: it.name,
        version: it.version ?? '',
        licences: it.licenses ?? [],
        purl: typeof it.purl === 'string' ? it.purl : null,
        needs: needs?.map((need) => ids.get(need) ?? need) ?? null,
        relationship: it.relationship ?? '',
        resolved: it.metadata?.resolved ?? '',
      };
    });
}

function packagesIn(value: Case | readonly Case[]): readonly Case[] {
  if (Array.isArray(value)) return value;
  const one = value as Case; // not a list
  if (one === null || one === undefined) return [];
  if (Array.isArray(one.applications)) return one.applications.flatMap((it: Case) => it.packages ?? []);
  if (Array.isArray(one.packages)) return one.packages;
  if (one.package !== undefined) return [one.package];
  return one.name === undefined ? [] : [one];
}

export const wantsFailure = ({ wantErr }: Case): boolean =>
  wantErr !== undefined && wantErr !== '' && wantErr !== '$NoError' && wantErr !== false;

/** Encodings that mean the same are one. */
const canonical = (purl: string): string => purlOf(parsePurl(purl) as Parameters<typeof purlOf>[0]); // the vectors name known types

export function bytesOf(file: unknown): Buffer {
  if (typeof file === 'string') return Buffer.from(file);
  const { base64 } = file as { base64?: string }; // the vectors' own shape
  return Buffer.from(base64 ?? '', 'base64');
}

/** The files of a case that a reader is given: the one that is named, else those that it chooses. */
export function filesFor(reader: Reader, { input, files }: Case): CatalogFile[] {
  const paths =
    input !== undefined && input in files ? [input] : Object.keys(files).filter((it) => chooses(reader, it));
  return paths.map((path) => ({ path: `/${path}`, bytes: bytesOf(files[path]) }));
}

export function chooses(reader: Reader, relative: string): boolean {
  const path = `/${relative}`;
  const base = path.slice(path.lastIndexOf('/') + 1);
  const isNamed =
    (reader.names?.includes(base) ?? false) ||
    (reader.extensions?.some((it) => base.endsWith(it)) ?? false) ||
    (reader.paths?.test(path) ?? false);
  return isNamed && (reader.where?.(path) ?? true);
}

/** Paths that the readers of a tool's cataloguer look at. */
export const judgePaths =
  (readers: readonly Reader[]) =>
  ({ files, expect }: Case): string | null =>
    differs(
      Object.keys(files)
        .filter((path) => readers.some((it) => chooses(it, path)))
        .toSorted((left, right) => (left < right ? -1 : 1)),
      (expect.expected as string[]).toSorted((left, right) => (left < right ? -1 : 1)), // a list of paths
    );

export const judgeBy =
  (way: Way) =>
  (it: Case): string | null => {
    const readings = filesFor(way.reader, it).map((file) => way.reader.read(file));
    return judgeReadings(readings, way, it);
  };

export function judgeReadings(readings: readonly (Reading | null)[], way: Way, it: Case): string | null {
  const failed = readings.some((reading) => reading === null || reading.fault !== undefined);
  if (wantsFailure(it.expect)) return failed ? null : 'read without a fault';
  const wanted = wantedOf(it.expect)?.filter((theirs) => way.expect?.(theirs, it) ?? true) ?? null;
  if (wanted === null) return null;
  const found = readings
    .flatMap((reading) => reading?.packages ?? [])
    .filter(way.keep ?? (() => true))
    .map((found) => way.more?.(found, it) ?? found);
  return compare(found, wanted, way, it);
}

function compare(found: readonly Found[], wanted: readonly Wanted[], way: Way, vector: Case): string | null {
  const spell = way.spell ?? ((name: string) => name);
  const spellPurl = way.spellPurl ?? canonical;
  const byIdentity = new Map(wanted.map((it) => [`${spell(it.name)}@${it.version}`, it]));
  const names = (list: readonly { name: string; version: string }[]) =>
    [...new Set(list.map((it) => `${spell(it.name)}@${it.version}`))].sort();
  const missing = differs(
    names(found).filter((it) => !byIdentity.has(it)),
    [],
  );
  const extra = differs(
    names(wanted).filter((it) => !names(found).includes(it)),
    [],
  );
  if (missing !== null || extra !== null) return `too many: ${missing ?? 'none'}; too few: ${extra ?? 'none'}`;
  for (const it of found) {
    const theirs = byIdentity.get(`${spell(it.name)}@${it.version}`);
    if (theirs === undefined) continue;
    const licences = way.licences?.(it) ?? it.licences ?? [];
    const miss =
      ((way.knowsLicence?.(theirs, vector) ?? true)
        ? differs([...licences].sort(), [...theirs.licences].sort())
        : null) ??
      (theirs.purl === null ? null : differs(spellPurl(purlFor(it, null)), spellPurl(theirs.purl))) ??
      (theirs.needs === null
        ? null
        : differs([...(it.requires ?? [])].sort(), theirs.needs.map(way.needs ?? ((need) => need)).sort()));
    if (miss !== null) return `${it.name}: ${miss}`;
  }
  return null;
}
