import type { CatalogFile, Found, Reader, Reading } from '../../types.ts';
import { given, reading } from '../../shared/reading.ts';
import { textOf } from '../../shared/text.ts';
import { readToml, tableLines } from '../../shared/toml.ts';
import { entries, isRecord, list, own, text, texts, unique, type Values } from '../../shared/values.ts';

const CATALOGUER = 'julia-manifest';

/** Manifest.toml of Julia: format 1 has its packages at the top, 2 in `deps`. */
export const juliaManifest: Reader = {
  cataloguer: CATALOGUER,
  says: 'declared',
  paths: /(?:^|\/)(?:Julia)?Manifest(?:-v\d+\.\d+)?\.toml$/,
  read,
};

interface Entry {
  readonly name: string;
  readonly uuid: string;
  readonly version: string;
  readonly said: Values;
  readonly lines: readonly [number, number] | undefined;
}

function read(file: CatalogFile): Reading | null {
  const source = textOf(file.bytes);
  const toml = readToml(source);
  if ('fault' in toml) return reading(CATALOGUER, file, [], toml.fault);
  const isNested = own(toml.value, 'manifest_format') !== undefined;
  const lines = tableLines(source);
  const julia = text(own(toml.value, 'julia_version'));
  const known = entriesOf(
    isNested ? own(toml.value, 'deps') : toml.value,
    julia,
    (name) => lines.get(isNested ? `deps.${name}` : name) ?? [],
  );
  const index: Index = { byName: grouped(known, ({ name }) => name), byUuid: grouped(known, ({ uuid }) => uuid) };
  const faults: string[] = [];
  const packages = known.map((entry): Found => {
    const needs = needsOf(entry, index, (fault) => faults.push(fault));
    return {
      type: 'julia',
      name: entry.name,
      version: entry.version,
      ...given('requires', unique(needs.map((it) => `${it.name}@${it.version}`))),
      ...given('qualifiers', entry.uuid === '' ? undefined : { uuid: entry.uuid }),
      ...given('integrity', text(own(entry.said, 'git-tree-sha1'))),
      ...given('lines', entry.lines),
    };
  });
  return reading(CATALOGUER, file, packages, faults[0]);
}

interface Index {
  readonly byName: ReadonlyMap<string, readonly Entry[]>;
  readonly byUuid: ReadonlyMap<string, readonly Entry[]>;
}

/** Two of one key are enough to know that there is more than one. */
function grouped(known: readonly Entry[], keyOf: (entry: Entry) => string): Map<string, Entry[]> {
  const made = new Map<string, Entry[]>();
  for (const it of known) {
    const them = made.get(keyOf(it));
    if (them === undefined) made.set(keyOf(it), [it]);
    else if (them.length < 2) them.push(it);
  }
  return made;
}

/** What has no version comes with Julia itself. */
function entriesOf(
  table: unknown,
  julia: string,
  linesOf: (name: string) => readonly (readonly [number, number])[],
): Entry[] {
  return entries(table).flatMap(([name, them]) => {
    const lines = linesOf(name);
    return list(them)
      .filter(isRecord)
      .map((said, index) => ({
        name,
        uuid: text(own(said, 'uuid')),
        version: text(own(said, 'version')) || julia,
        said,
        lines: lines[index],
      }));
  });
}

/** By name where there is one of that name only, else by name and uuid. */
function needsOf({ name, said }: Entry, index: Index, complain: (fault: string) => void): Entry[] {
  const deps = own(said, 'deps');
  if (isRecord(deps)) return entries(deps).flatMap(([, uuid]) => index.byUuid.get(text(uuid))?.slice(0, 1) ?? []);
  return texts(deps).flatMap((need) => {
    const found = index.byName.get(need) ?? [];
    if (found.length === 1) return found;
    complain(`${name} needs ${need}, which is there ${found.length === 0 ? 'not at all' : 'more than once'}`);
    return [];
  });
}
