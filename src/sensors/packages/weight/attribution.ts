import type { ByteKind, Package } from '../../../domain/index.ts';
import type { Inventory } from '../../../catalog/index.ts';
import type { ImageSource } from '../../image/index.ts';
import { type Content, contentsOf } from './contents.ts';
import { byteKindOf } from './kinds.ts';
import type { Origin } from './origins.ts';
import { runtimeAt } from './runtimes.ts';

/** A content with whose it is and what it is. */
export interface Attributed extends Content {
  /** As in the ledger. */
  readonly owner: string;
  /** The package that owns it, where one does. */
  readonly package: Package | null;
  readonly kind: ByteKind;
  /** Of these bytes, how many are symbols for a debugger. */
  readonly symbolBytes: number;
}

/** What belongs to nobody who is known: the base image brought it, and no package names it. */
export const NOBODY = 'nobody';

/** Says of every content whose it is (package, runtime, instruction, nobody) and what it is. */
export function attribute(
  source: ImageSource,
  { packages, ownership }: Inventory,
  origins: readonly Origin[],
): readonly Attributed[] {
  const executables = source.stack.layers.map((layer) => new Map(layer.executables.map((it) => [it.path, it])));
  return contentsOf(source).map((content): Attributed => {
    const { layer, path } = content;
    const executable = executables[layer]?.get(path);
    const owning = packages[ownership.ownerOf(path) ?? -1] ?? null;
    return {
      ...content,
      owner: ownerOf(content, owning, origins),
      package: owning,
      kind: byteKindOf(path, executable?.kind ?? null),
      symbolBytes: Math.min(executable?.symbolBytes ?? 0, content.sizeBytes),
    };
  });
}

/** A program that was known by its bytes is its runtime's, as what lies around it. */
function ownerOf({ layer, path }: Content, owning: Package | null, origins: readonly Origin[]): string {
  if (owning?.type === 'generic') return `runtime:${runtimeAt(path) ?? owning.name}`;
  const runtime = owning ? null : runtimeAt(path);
  if (runtime !== null) return `runtime:${runtime}`;
  if (owning) return owning.purl;
  return origins[layer]?.fromBase ? NOBODY : `instruction:${layer}`;
}
