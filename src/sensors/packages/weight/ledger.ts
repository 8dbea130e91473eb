import type { Package, Weight, WeightCell } from '../../../domain/index.ts';
import { type Attributed, NOBODY } from './attribution.ts';
import type { Origin } from './origins.ts';
import { requirementsOf } from './requirements.ts';

/** Adds contents up to cells. Symbols of a program are a cell of their own, without a file. */
export function cellsOf(contents: readonly Attributed[]): readonly WeightCell[] {
  const cells = new Map<string, { -readonly [K in keyof WeightCell]: WeightCell[K] }>();
  const add = ({ layer, owner, fate }: Attributed, kind: WeightCell['kind'], bytes: number, files: number): void => {
    const key = `${layer} ${kind} ${fate} ${owner}`;
    const cell = cells.get(key) ?? { layer, owner, kind, fate, bytes: 0, files: 0 };
    cell.bytes += bytes;
    cell.files += files;
    cells.set(key, cell);
  };
  for (const content of contents) {
    add(content, content.kind, content.sizeBytes - content.symbolBytes, 1);
    if (content.symbolBytes > 0) add(content, 'symbols', content.symbolBytes, 0);
  }
  return [...cells.values()].sort((a, b) => a.layer - b.layer || b.bytes - a.bytes || compare(keyOf(a), keyOf(b)));
}

/** Whose the bytes are, largest first. */
export function ownersOf(
  cells: readonly WeightCell[],
  packages: readonly Package[],
  origins: readonly Origin[],
): Weight['owners'] {
  const bytes = new Map<string, number>();
  for (const cell of cells) bytes.set(cell.owner, (bytes.get(cell.owner) ?? 0) + cell.bytes);
  const { retained, why } = requirementsOf(packages, bytes);
  const labels = labelsOf(packages, origins);
  return [...bytes]
    .map(([owner, own]) => ({
      owner,
      label: labels(owner),
      bytes: own,
      retainedBytes: Math.max(own, retained(owner)),
      why: why(owner),
    }))
    .sort((a, b) => b.bytes - a.bytes || compare(a.owner, b.owner));
}

/** Where the bytes came from, the lowest layer first. */
export function layersOf(cells: readonly WeightCell[], origins: readonly Origin[]): Weight['layers'] {
  const bytes = new Map<number, number>();
  for (const cell of cells) bytes.set(cell.layer, (bytes.get(cell.layer) ?? 0) + cell.bytes);
  return origins.map(({ layer, label, fromBase, made }) => ({
    layer,
    label,
    bytes: bytes.get(layer) ?? 0,
    fromBase,
    at: made?.instruction.at ?? null,
  }));
}

/** Several packages may be in one file: a compiled program. It is then named by the file. */
function labelsOf(packages: readonly Package[], origins: readonly Origin[]): (owner: string) => string {
  const byPurl = new Map(packages.map((it) => [it.purl, it]));
  const inFile = new Map<string, number>();
  for (const { path } of packages) inFile.set(path, (inFile.get(path) ?? 0) + 1);
  const versions = new Map(packages.filter(({ type }) => type === 'generic').map((it) => [it.name, it.version]));
  return (owner) => {
    const found = byPurl.get(owner);
    if (found) {
      const isProgram = /^(?:golang|cargo)$/.test(found.type) && (inFile.get(found.path) ?? 0) > 1;
      const version = found.version === '' ? '' : ` ${found.version}`;
      return isProgram
        ? `${found.path} (${found.type}, ${inFile.get(found.path)} packages)`
        : `${found.name}${version} (${found.type})`;
    }
    if (owner === NOBODY) return 'in no package, from the base image';
    const [kind, name = ''] = owner.split(/:(.*)/s);
    if (kind === 'runtime') return [name, versions.get(name), '(runtime, in no package)'].filter(Boolean).join(' ');
    return origins[Number(name)]?.label ?? owner;
  };
}

function keyOf({ owner, kind, fate }: WeightCell): string {
  return `${owner} ${kind} ${fate}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
