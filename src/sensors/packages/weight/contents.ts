import type { WeightCell } from '../../../domain/index.ts';
import type { ImageSource } from '../../image/index.ts';

type LayerEntry = ImageSource['stack']['layers'][number]['entries'][number];

/** The bytes of one regular file that a layer leaves behind, under all of its names there. */
export interface Content {
  readonly layer: number;
  /** Where it lies, links of folders followed where it is still visible. */
  readonly path: string;
  readonly sizeBytes: number;
  readonly sha256: string | null;
  readonly fate: WeightCell['fate'];
  /** The layer that hid it; null = it is visible. */
  readonly by: number | null;
}

interface Left {
  readonly entry: LayerEntry;
  readonly names: Set<string>;
}

/** Every content of every layer, each once: their bytes are what the layers' own sums say. */
export function contentsOf({ stack }: ImageSource): readonly Content[] {
  const layers = stack.layers.map(({ entries }) => leftBy(entries));
  const fates = new Fates(stack.merged, layers);
  return withDuplicates(
    layers.flatMap((left, layer) =>
      [...new Set(left.values())].map((it): Content => {
        const { sizeBytes, sha256 = null } = it.entry;
        return { layer, sizeBytes, sha256, ...fates.of(layer, it) };
      }),
    ),
  );
}

/** What is left at the end of a layer, by name. Of two entries of one name the later counts; links share what they link to. */
function leftBy(entries: readonly LayerEntry[]): ReadonlyMap<string, Left> {
  const byName = new Map<string, Left>();
  for (const entry of entries) {
    const { path, type, linkTarget } = entry;
    if (type === 'whiteout' || type === 'opaque' || type === 'reserved') continue;
    const target = type === 'hardlink' ? byName.get(linkTarget ?? '') : undefined;
    byName.get(path)?.names.delete(path);
    byName.delete(path);
    const left = type === 'file' ? { entry, names: new Set<string>() } : target;
    left?.names.add(path);
    if (left) byName.set(path, left);
  }
  return byName;
}

class Fates {
  private readonly visible = new Map<string, string>();
  private readonly layerAt = new Map<string, number>();
  private readonly hiddenBy = new Map<string, number>();
  private readonly layers: readonly ReadonlyMap<string, Left>[];

  constructor(merged: ImageSource['stack']['merged'], layers: readonly ReadonlyMap<string, Left>[]) {
    this.layers = layers;
    for (const { file, inode } of merged.files()) {
      if (!inode) continue;
      const key = `${inode.layer}:${inode.named}`;
      if (!this.visible.has(key)) this.visible.set(key, file.path);
      this.layerAt.set(file.path, inode.layer);
    }
    for (const { path, inode, by } of merged.hidden) {
      for (const key of [`${inode.layer}:${path}`, `${inode.layer}:${inode.named}`])
        this.hiddenBy.set(key, Math.max(by, this.hiddenBy.get(key) ?? 0));
    }
  }

  of(layer: number, { entry, names }: Left): Pick<Content, 'path' | 'fate' | 'by'> {
    const shown = [...names].find((name) => this.layerAt.get(name) === layer);
    const path = shown ?? this.visible.get(`${layer}:${entry.path}`);
    if (path !== undefined) return { path, fate: 'live', by: null };
    const [name = entry.path] = names;
    const by = this.hiddenBy.get(`${layer}:${name}`) ?? this.hiddenBy.get(`${layer}:${entry.path}`) ?? layer;
    return { path: name, fate: by === layer ? 'deleted' : this.fateBy(by, name, entry), by };
  }

  private fateBy(by: number, name: string, { sha256, sizeBytes }: LayerEntry): WeightCell['fate'] {
    const next = this.layers[by]?.get(name);
    if (!next) return 'deleted';
    const isSame = sha256 !== undefined && next.entry.sha256 === sha256 && next.entry.sizeBytes === sizeBytes;
    return isSame ? 'rewritten' : 'overwritten';
  }
}

/** Of visible contents that are the same, the lowest is the one, and the others are its doubles. */
function withDuplicates(contents: readonly Content[]): readonly Content[] {
  const first = new Map<string, Content>();
  for (const content of contents) {
    const { sha256, fate, sizeBytes } = content;
    if (fate !== 'live' || sha256 === null || sizeBytes === 0) continue;
    const known = first.get(sha256);
    if (!known || content.layer < known.layer || (content.layer === known.layer && content.path < known.path))
      first.set(sha256, content);
  }
  return contents.map((content) => {
    const original = content.fate === 'live' && content.sha256 !== null ? first.get(content.sha256) : undefined;
    return original === undefined || original === content ? content : { ...content, fate: 'duplicate' };
  });
}
