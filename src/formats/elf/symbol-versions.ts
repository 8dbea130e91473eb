/** `GLIBC_2.34` of `libc.so.6`. */
export interface NeededVersion {
  readonly library: string;
  readonly version: string;
}

/** Numbers of a table in the file's own byte order; 0 beyond its end. */
interface Table {
  u16(at: number): number;
  u32(at: number): number;
}

const VER_FLG_BASE = 1;
const VER_FLG_WEAK = 2;
/** More than any linker writes; a file that claims more is read up to here. */
const MOST_VERSIONS = 4096;

/** The text at an offset of the table of strings. */
export type Names = (offset: number) => string;

/** Verneed, one per library, each with a list of Vernaux. Counts and distances are the file's own words: they are bounded here. */
export function neededVersions(table: Table, libraries: number, names: Names): readonly NeededVersion[] {
  const found: NeededVersion[] = [];
  let left = MOST_VERSIONS;
  for (let at = 0, index = 0; index < libraries && left > 0; index++, left--) {
    const library = names(table.u32(at + 4));
    for (let aux = at + table.u32(at + 8), count = table.u16(at + 2); count > 0 && left > 0; count--, left--) {
      const version = names(table.u32(aux + 8));
      const isWeak = (table.u16(aux + 4) & VER_FLG_WEAK) !== 0;
      if (!isWeak && library !== '' && version !== '') found.push({ library, version });
      const next = table.u32(aux + 12);
      if (next === 0) break;
      aux += next;
    }
    const next = table.u32(at + 12);
    if (next === 0) break;
    at += next;
  }
  return found;
}

/** Verdef, one per version; the first Verdaux of each is its name, and the base is the library's own. */
export function definedVersions(table: Table, count: number, names: Names): readonly string[] {
  const found: string[] = [];
  for (let at = 0, index = 0; index < Math.min(count, MOST_VERSIONS); index++) {
    const version = names(table.u32(at + table.u32(at + 12)));
    const isBase = (table.u16(at + 2) & VER_FLG_BASE) !== 0;
    if (!isBase && version !== '') found.push(version);
    const next = table.u32(at + 16);
    if (next === 0) break;
    at += next;
  }
  return found;
}

/** `library version` of all that is needed; of versions that go on from each other only the newest: it has the older ones. */
export function newestVersions(needed: readonly NeededVersion[]): readonly string[] {
  const newest = new Map<string, NeededVersion>();
  for (const it of needed) {
    const key = `${it.library} ${seriesOf(it.version) ?? it.version}`;
    const known = newest.get(key);
    if (!known || isNewer(it.version, known.version)) newest.set(key, it);
  }
  return [...newest.values()].map(({ library, version }) => `${library} ${version}`);
}

/** `GLIBC_` of `GLIBC_2.34`; null where no number ends the name. */
function seriesOf(version: string): string | null {
  return /^(.*_)\d+(?:\.\d+)*$/.exec(version)?.[1] ?? null;
}

export function isNewer(version: string, than: string): boolean {
  const [left, right] = [version, than].map((it) =>
    it
      .slice(it.lastIndexOf('_') + 1)
      .split('.')
      .map(Number),
  );
  for (let at = 0; at < Math.max(left?.length ?? 0, right?.length ?? 0); at++) {
    const difference = (left?.[at] ?? 0) - (right?.[at] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return false;
}
