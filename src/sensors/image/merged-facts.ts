import type { LayerReading } from '../../catalog/index.ts';
import type {
  Accounts,
  Executable,
  ImageFacts,
  ImageFile,
  ImageWaste,
  InstalledPackage,
  PackageType,
  SecretSighting,
} from '../../domain/index.ts';
import { accountsOf } from './accounts.ts';
import { DiveCount } from './dive.ts';
import type { LayerFacts } from './layer-facts.ts';
import { lazily } from './lazily.ts';
import { type Hidden, type Inode, MergedLayers } from './merge.ts';
import { partsOf } from './names.ts';
import { fileSightings } from './sightings.ts';

/** What the layers alone decide: the same for every config that is laid over them. */
export interface LayerStack {
  readonly layers: readonly LayerFacts[];
  readonly merged: MergedLayers;
  readonly dive: DiveCount;
}

export type MergedFacts = Pick<
  ImageFacts,
  'files' | 'accounts' | 'executables' | 'packages' | 'sourceMaps' | 'waste'
> & {
  readonly filesBytes: number;
  readonly fileSecrets: readonly SecretSighting[];
  /** Small files that say something of the whole image, by path. */
  readonly texts: ReadonlyMap<string, string>;
  /** What the readers of packages said, in each layer. */
  readonly readings: readonly LayerReading[];
};

const MOST_SHADOWED = 50;

/** Puts layers on a stack (an empty one when not given); the stack given stays as it is. */
export function stackLayers(layers: readonly LayerFacts[], below?: LayerStack): LayerStack {
  let { merged, dive } = below ?? { merged: MergedLayers.empty(), dive: DiveCount.empty() };
  for (const layer of layers) {
    merged = merged.with(layer);
    dive = dive.with(layer);
  }
  return { layers: [...(below?.layers ?? []), ...layers], merged, dive };
}

/** Everything that is told by what is visible in the end, and by what is not; each part once it is asked for. */
export function mergedFactsOf(stack: LayerStack): MergedFacts {
  const common = lazily({
    visible: () => new Visible(stack.merged),
    hidden: () => new HiddenNames(stack.merged.hidden),
  });
  const namesOf = (layer: number, path: string) => common.visible.names(layer, path);
  const facts: MergedFacts = lazily<MergedFacts>({
    files: () => common.visible.files,
    filesBytes: () => common.visible.bytes,
    accounts: () => accountsIn(facts.texts),
    texts: () => textsIn(stack),
    executables: () =>
      stack.layers.flatMap((layer, index) =>
        layer.executables.flatMap((found): Executable[] =>
          namesOf(index, found.path).map((path) => ({ ...found, path, layer: index })),
        ),
      ),
    packages: () => facts.readings.filter(({ visible: names }) => names.length > 0).flatMap(packagesIn),
    readings: () =>
      stack.layers.flatMap((it, layer) =>
        it.readings.map((reading) => ({ layer, reading, visible: namesOf(layer, reading.path) })),
      ),
    sourceMaps: () => fromVisible(stack, common.visible, ({ sourceMaps }) => sourceMaps),
    fileSecrets: () =>
      fileSightings(stack.layers, facts.readings, {
        isVisible: (layer, path) => namesOf(layer, path).length > 0,
        deletedIn: (layer, path) => common.hidden.by(layer, path),
      }),
    waste: () => wasteOf(stack, common.visible),
  });
  return facts;
}

function wasteOf({ layers, merged, dive }: LayerStack, visible: Visible): ImageWaste {
  const contentBytes = layers.reduce((sum, layer) => sum + layer.contentBytes, 0);
  return {
    dive: dive.result(),
    shadowedBytes: contentBytes - visible.bytes,
    duplicateBytes: visible.duplicateBytes(),
    shadowed: shadowedOf(merged.hidden, visible),
  };
}

/** The visible files, with hard links told from files of their own. */
class Visible {
  readonly files: readonly ImageFile[];
  readonly bytes: number;
  private readonly merged: MergedLayers;
  /** Names that are left of inodes that have or had several. */
  private readonly linked = new Map<Inode, string[]>();
  private readonly linkedByOrigin = new Map<string, readonly string[]>();

  constructor(merged: MergedLayers) {
    this.merged = merged;
    const all = merged.files();
    let bytes = 0;
    for (const { file, inode } of all) {
      const names = inode?.linked ? this.linked.get(inode) : undefined;
      if (names) names.push(file.path);
      else bytes += file.sizeBytes;
      if (inode?.linked && !names) this.linked.set(inode, [file.path]);
    }
    for (const [{ layer, path }, names] of this.linked) this.linkedByOrigin.set(`${layer}:${path}`, names);
    this.bytes = bytes;
    this.files =
      this.linked.size === 0 ? all.map(({ file }) => file) : all.map(({ file, inode }) => this.withLink(file, inode));
  }

  /** Visible names of what a layer put at a path. */
  names(layer: number, path: string): readonly string[] {
    const linked = this.linkedByOrigin.get(`${layer}:${path}`);
    if (linked) return linked;
    const found = this.merged.tree.at(partsOf(path))?.value ?? this.merged.find(path); // nearly no path has a link in it
    return found?.file.layer === layer && !found.file.hardLinkOf ? [found.file.path] : [];
  }

  /** No name is left of it. */
  isGone(inode: Inode): boolean {
    return inode.sizeBytes > 0 && !this.linked.has(inode);
  }

  /** Bytes that the same content takes again at other paths. */
  duplicateBytes(): number {
    const seen = new Set<string>();
    let bytes = 0;
    for (const { sha256, sizeBytes, hardLinkOf } of this.files) {
      if (sha256 === undefined || sizeBytes === 0 || hardLinkOf !== undefined) continue;
      if (seen.has(sha256)) bytes += sizeBytes;
      else seen.add(sha256);
    }
    return bytes;
  }

  /** The first name that is left counts as the file, the others as links to it. */
  private withLink(file: ImageFile, inode: Inode | null): ImageFile {
    const first = inode ? this.linked.get(inode)?.[0] : undefined;
    if (first === undefined || first === file.hardLinkOf) return file;
    const { hardLinkOf: _, ...own } = file;
    return first === file.path ? own : { ...own, hardLinkOf: first };
  }
}

class HiddenNames {
  private readonly layers: ReadonlyMap<string, number>;

  constructor(hidden: readonly Hidden[]) {
    this.layers = new Map(hidden.map(({ path, inode, by }) => [`${inode.layer}:${path}`, by]));
  }

  by(layer: number, path: string): number | undefined {
    return this.layers.get(`${layer}:${path}`);
  }
}

function shadowedOf(hidden: readonly Hidden[], visible: Visible): ImageWaste['shadowed'] {
  const gone = new Map(
    hidden.filter(({ inode, by }) => by !== inode.layer && visible.isGone(inode)).map((it) => [it.inode, it]),
  );
  return [...gone.values()]
    .map(({ path, inode, by }) => ({ path, sizeBytes: inode.sizeBytes, layer: inode.layer, hiddenBy: by }))
    .sort((a, b) => b.sizeBytes - a.sizeBytes || (a.path < b.path ? -1 : 1))
    .slice(0, MOST_SHADOWED);
}

function fromVisible<T extends { readonly path: string }>(
  { layers }: LayerStack,
  visible: Visible,
  pick: (layer: LayerFacts) => readonly T[],
): readonly (T & { readonly layer: number })[] {
  return layers.flatMap((layer, index) =>
    pick(layer).flatMap((it) => (visible.names(index, it.path).length > 0 ? [{ ...it, layer: index }] : [])),
  );
}

const ECOSYSTEMS: Partial<Readonly<Record<PackageType, InstalledPackage['ecosystem']>>> = {
  npm: 'npm',
  pypi: 'python',
  deb: 'deb',
  apk: 'apk',
};

/** Packages with a version, of the kinds that criteria name by ecosystem. */
function packagesIn({ layer, reading, visible }: LayerReading): readonly InstalledPackage[] {
  return reading.packages.flatMap(({ type, name, version }) => {
    const ecosystem = ECOSYSTEMS[type];
    return ecosystem && version !== '' ? [{ ecosystem, name, version, path: visible[0] ?? reading.path, layer }] : [];
  });
}

function accountsIn(texts: ReadonlyMap<string, string>): Accounts {
  return accountsOf(texts.get('/etc/passwd') ?? '', texts.get('/etc/group') ?? '');
}

/** The small files that were kept as text, as they are visible under their names, links followed. */
function textsIn({ layers, merged }: LayerStack): ReadonlyMap<string, string> {
  const names = new Set(layers.flatMap(({ texts }) => Object.keys(texts)));
  return new Map(
    [...names, '/etc/os-release'].flatMap((path) => {
      const file = merged.find(path, true)?.file;
      const text = file && layers[file.layer]?.texts[file.path];
      return text === undefined ? [] : [[path, text] as const];
    }),
  );
}
