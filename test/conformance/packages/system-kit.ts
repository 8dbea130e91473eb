import { gunzipSync } from 'node:zlib';
import type { Found, OwnedFile, Reader, Reading } from '../../../src/catalog/types.ts';
import { type Case, differs } from '../vectors.ts';

/** A test of one vector: null where it is met, else what came instead. */
export type Judge = (it: Case) => string | null;

export function bytesOf(file: unknown): Buffer {
  if (typeof file === 'string') return Buffer.from(file);
  const said = file as Readonly<Record<string, string>>; // the vectors' own shape
  const packed = said['gzip+base64'];
  return packed === undefined ? Buffer.from(said.base64 ?? '', 'base64') : gunzipSync(Buffer.from(packed, 'base64'));
}

/** The file that a case is about. */
export const first = ({ input, files }: Case): unknown => files[input] ?? Object.values(files)[0];

/** Its text. */
export function textOf(it: Case): string {
  return bytesOf(first(it)).toString();
}

/** What a reader says of a file, wherever the test happened to keep it. */
export function read(reader: Reader, path: string, file: unknown): Reading {
  return reader.read({ path, bytes: bytesOf(file) }) ?? { cataloguer: reader.cataloguer, path, packages: [] };
}

export const asSet = (list: readonly string[] | undefined): string[] => [...new Set(list ?? [])].sort();

/** `epoch:version-release`, of the columns in which tests keep them apart. */
export function fullVersion(epoch: number | undefined, version: string, release: string | undefined): string {
  return `${epoch ? `${epoch}:` : ''}${version}${release ? `-${release}` : ''}`;
}

/** The first difference between lists of packages, which are brought into the same columns before. */
export function comparePackages(ours: readonly Case[], theirs: readonly Case[]): string | null {
  const key = (it: Case) => `${it.name}@${it.version}`;
  const names = differs(ours.map(key).sort(), theirs.map(key).sort());
  if (names !== null) return names;
  for (const wanted of theirs) {
    const found = ours.find((it) => key(it) === key(wanted)) ?? {};
    const columns = Object.keys(wanted).filter((column) => wanted[column] !== undefined);
    for (const column of columns) {
      const miss = differs(found[column], wanted[column]);
      if (miss !== null) return `${key(wanted)} ${column}: ${miss}`;
    }
  }
  return null;
}

/** Files as `path digest`, folders left out. */
export function filesOf(owns: readonly OwnedFile[] | undefined): string[] {
  return asSet((owns ?? []).filter(({ isFolder }) => !isFolder).map(({ path, digest = '' }) => `${path} ${digest}`));
}

export function sourceOf({ name, version, source }: Found): string {
  return `${source?.name ?? name}@${source?.version ?? version}`;
}

/** Names of what is needed and there, with versions, as tools draw edges. */
export function edgesOf(found: Found, all: readonly Found[], byProvides: boolean): string[] {
  const needed = (found.requires ?? []).flatMap((name) =>
    all.filter((it) => it.name === name || (byProvides && it.provides?.includes(name))),
  );
  return asSet(needed.filter((it) => it !== found).map((it) => `${it.name}@${it.version}`));
}

/** A relation without its version: what ours keep of it. */
export const bareNames = (relations: readonly string[] | undefined): string[] =>
  asSet(
    (relations ?? [])
      .flatMap((it) => it.split(/[|,]/))
      .map((it) => /^\s*([^\s<>=~]+)/.exec(it)?.[1] ?? '')
      .filter((it) => it !== '' && !it.startsWith('!')),
  );

/** Names of licences as trivy writes them: ours are as they were declared. */
export function spdxNames(licences: readonly string[] | undefined): string[] {
  const words = (licences ?? []).flatMap((it) => it.split(/[()\s]+/)).filter((it) => !/^(?:and|or)$/i.test(it));
  return asSet(words.flatMap((it) => spdxName(it) ?? []));
}

function spdxName(name: string): string | null {
  if (name === '' || name === '-') return null;
  const gpl = /^([AL]?GPL)-?v?(\d(?:\.\d)?)?(\+|-or-later|-only)?$/i.exec(name);
  if (gpl) {
    const [, family = '', version, suffix] = gpl;
    const full =
      version === undefined ? (family === 'GPL' ? '2.0' : '2.1') : version.includes('.') ? version : `${version}.0`;
    const isLater = suffix === '+' || suffix === '-or-later' || version === undefined;
    return `${family.toUpperCase()}-${full}-${isLater ? 'or-later' : 'only'}`;
  }
  const known: Readonly<Record<string, string>> = {
    BSD: 'BSD-3-Clause',
    zlib: 'Zlib',
    openssl: 'OpenSSL',
    Artistic: 'Artistic-2.0',
  };
  return known[name] ?? name;
}
