import type { Found, Reader } from '../../types.ts';
import { given, reading } from '../../shared/reading.ts';
import { textOf } from '../../shared/text.ts';
import { readToml, tableLines } from '../../shared/toml.ts';
import { list, own, record, text, texts, unique } from '../../shared/values.ts';

/** Crates that a `Cargo.lock` holds fast. */
export const cargoLock: Reader = {
  cataloguer: 'cargo-lock',
  says: 'declared',
  names: ['Cargo.lock'],
  read: (file) => {
    const read = readCargoLock(textOf(file.bytes));
    return 'fault' in read ? reading('cargo-lock', file, [], read.fault) : reading('cargo-lock', file, read.crates);
  },
};

export function readCargoLock(source: string): { readonly crates: readonly Found[] } | { readonly fault: string } {
  const read = readToml(source);
  if ('fault' in read) return read;
  const all = list(own(read.value, 'package')).map(record);
  const versions = new Map<string, string[]>();
  for (const it of all)
    versions.set(text(it['name']), [...(versions.get(text(it['name'])) ?? []), text(it['version'])]);
  const lines = tableLines(source).get('package') ?? [];
  const crates = all.map(
    (it, index): Found => ({
      type: 'cargo',
      name: text(it['name']),
      version: text(it['version']),
      requires: unique(texts(it['dependencies']).flatMap((need) => resolved(need, versions))),
      // Without a source it is a member of the workspace.
      ...(it['source'] === undefined ? { isDirect: true } : {}),
      ...given('integrity', text(it['checksum']) && `sha256:${text(it['checksum'])}`),
      ...given('lines', lines.length === all.length ? lines[index] : undefined),
    }),
  );
  return { crates: crates.filter(({ name }) => name !== '') };
}

/** `name`, `name version` or `name version (source)`; what the file does not hold is no edge. */
function resolved(need: string, versions: ReadonlyMap<string, readonly string[]>): string[] {
  const [name = '', version] = need.split(' ');
  const known = versions.get(name) ?? [];
  const [only] = known;
  if (version === undefined) return known.length === 1 && only !== undefined ? [`${name}@${only}`] : [];
  return known.includes(version) ? [`${name}@${version}`] : [];
}
