import { inflateSync } from 'node:zlib';
import type { ExecutableReader, Found } from '../../types.ts';
import { reading } from '../../shared/reading.ts';
import { list, own, record, text, unique } from '../../shared/values.ts';
import { readExecutable } from '../executable/image.ts';

/** The section is named `.dep-v0`, in Mach-O files `.dep-v0` of the segment `__DATA`. */
const SECTION = '.dep-v0';
const LARGEST = 16 << 20;

/** Crates that a Rust program was built from, as cargo-auditable wrote them into it. */
export const cargoAuditable: ExecutableReader = {
  cataloguer: 'cargo-auditable',
  read: (file) => {
    const section = readExecutable(file.bytes)?.sections.find(({ name }) => name === SECTION);
    if (!section) return null;
    const found = readDependencyList(section.bytes);
    return 'fault' in found
      ? reading('cargo-auditable', file, [], found.fault)
      : reading('cargo-auditable', file, found.crates);
  },
};

/** The crates of the section's bytes: JSON under zlib. Crates that were only needed to build are not in the program. */
export function readDependencyList(bytes: Buffer): { readonly crates: readonly Found[] } | { readonly fault: string } {
  let listed: unknown;
  try {
    listed = JSON.parse(inflateSync(bytes, { maxOutputLength: LARGEST }).toString('utf8'));
  } catch (error) {
    return { fault: `the list of crates cannot be read: ${error instanceof Error ? error.message : String(error)}` };
  }
  const all = list(own(listed, 'packages')).map(record);
  const keyOf = (index: unknown) => {
    const crate = typeof index === 'number' ? all[index] : undefined;
    return crate && isBuilt(crate) ? [`${text(crate['name'])}@${text(crate['version'])}`] : [];
  };
  const crates = all
    .filter((it) => isBuilt(it) && text(it['name']) !== '')
    .map(
      (it): Found => ({
        type: 'cargo',
        name: text(it['name']),
        version: text(it['version']),
        ...(it['root'] === true ? { isDirect: true } : {}),
        requires: unique(list(it['dependencies']).flatMap(keyOf)),
      }),
    );
  return { crates };
}

function isBuilt(crate: Readonly<Record<string, unknown>>): boolean {
  return crate['kind'] !== 'build';
}
