import type { LayerEntry } from './layer-facts.ts';

interface Content {
  readonly bytes: number;
  names: number;
}

/** Adds up a layer's two sizes as its entries go by. */
export class LayerSizes {
  /** docker's formula keeps absolute names apart: what `a` and `/a` hold counts twice. */
  private readonly stored = new Map<string, number>();
  private readonly contents = new Map<string, Content>();
  private engineBytes = 0;
  private contentBytes = 0;

  add(name: string, entry: LayerEntry): void {
    const bytes = engineBytesOf(entry);
    const key = name.startsWith('/') ? `/${entry.path}` : entry.path;
    this.engineBytes += bytes - (this.stored.get(key) ?? 0);
    this.stored.set(key, bytes);
    const target = entry.type === 'hardlink' ? this.contents.get(entry.linkTarget ?? '') : undefined;
    if (target) target.names++;
    this.drop(entry.path);
    if (target) this.contents.set(entry.path, target);
    if (entry.type !== 'file') return;
    this.contentBytes += entry.sizeBytes;
    this.contents.set(entry.path, { bytes: entry.sizeBytes, names: 1 });
  }

  /** `engineBytes`: docker's classic size; `contentBytes`: regular files that the layer leaves behind, hard links once. */
  result(): { readonly engineBytes: number; readonly contentBytes: number } {
    return { engineBytes: this.engineBytes, contentBytes: this.contentBytes };
  }

  /** What a later entry replaces is gone, unless it has another name. */
  private drop(path: string): void {
    const replaced = this.contents.get(path);
    if (!replaced) return;
    this.contents.delete(path);
    replaced.names--;
    if (replaced.names === 0) this.contentBytes -= replaced.bytes;
  }
}

function engineBytesOf({ type, sizeBytes, linkTarget }: LayerEntry): number {
  if (type === 'file') return sizeBytes;
  return type === 'symlink' ? Buffer.byteLength(linkTarget ?? '') : 0;
}
