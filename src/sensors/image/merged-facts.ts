import type { LayerReading, Reading } from '../../catalog/index.ts';
import type {
  Accounts,
  Executable,
  ImageFacts,
  ImageWaste,
  InstalledPackage,
  PackageType,
  SecretSighting,
} from '../../domain/index.ts';
import { accountsOf } from './accounts.ts';
import { DiveCount } from './dive.ts';
import type { LayerFacts } from './layer-facts.ts';
import { lazily } from './lazily.ts';
import { type Hidden, MergedLayers } from './merge.ts';
import { type Placed, placedIn } from './placed.ts';
import { fileSightings } from './sightings.ts';
import { Visible } from './visible.ts';

/** What the layers alone decide: the same for every config that is laid over them. */
export interface LayerStack {
  readonly layers: readonly LayerFacts[];
  readonly merged: MergedLayers;
  readonly dive: DiveCount;
  readonly visible: Visible;
  readonly executables: readonly Placed<LayerFacts['executables'][number], Executable>[];
  readonly readings: readonly Placed<Reading, LayerReading>[];
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
  const merged = layers.reduce((it, layer) => it.with(layer), below?.merged ?? MergedLayers.empty());
  const all = [...(below?.layers ?? []), ...layers];
  const stack: LayerStack = lazily<LayerStack>({
    layers: () => all,
    merged: () => merged,
    dive: () => layers.reduce((it, layer) => it.with(layer), below?.dive ?? DiveCount.empty()),
    visible: () => below?.visible.on(merged) ?? Visible.of(merged),
    executables: () =>
      placedIn(
        all.map(({ executables }) => executables),
        stack.visible,
        (found, layer, names) => names.map((path) => ({ ...found, path, layer })),
        below ? { layers: below.layers.length, visible: below.visible, placed: below.executables } : null,
      ),
    readings: () =>
      placedIn(
        all.map(({ readings }) => readings),
        stack.visible,
        (reading, layer, visible) => [{ layer, reading, visible }],
        below ? { layers: below.layers.length, visible: below.visible, placed: below.readings } : null,
      ),
  });
  return stack;
}

/** Everything that is told by what is visible in the end, and by what is not; each part once it is asked for. `below`: the same of the stack below. */
export function mergedFactsOf(stack: LayerStack, below?: MergedFacts): MergedFacts {
  const common = lazily({ hidden: () => new HiddenNames(stack.merged.hidden) });
  const namesOf = (layer: number, path: string) => stack.visible.names(layer, path);
  const facts: MergedFacts = lazily<MergedFacts>({
    files: () => stack.visible.files,
    filesBytes: () => stack.visible.bytes,
    accounts: () => {
      const isSame = ACCOUNTS.every((path) => facts.texts.get(path) === below?.texts.get(path));
      return below && isSame ? below.accounts : accountsIn(facts.texts);
    },
    texts: () => textsIn(stack),
    executables: () => stack.executables.flatMap(({ told }) => told),
    packages: () => facts.readings.filter(({ visible: names }) => names.length > 0).flatMap(packagesIn),
    readings: () => stack.readings.flatMap(({ told }) => told),
    sourceMaps: () => fromVisible(stack, ({ sourceMaps }) => sourceMaps),
    fileSecrets: () =>
      fileSightings(stack.layers, facts.readings, {
        isVisible: (layer, path) => namesOf(layer, path).length > 0,
        deletedIn: (layer, path) => common.hidden.by(layer, path),
      }),
    waste: () => wasteOf(stack),
  });
  return facts;
}

function wasteOf({ layers, merged, dive, visible }: LayerStack): ImageWaste {
  const contentBytes = layers.reduce((sum, layer) => sum + layer.contentBytes, 0);
  return {
    dive: dive.result(),
    shadowedBytes: contentBytes - visible.bytes,
    duplicateBytes: visible.duplicateBytes(),
    shadowed: shadowedOf(merged.hidden, visible),
  };
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
  { layers, visible }: LayerStack,
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

const ACCOUNTS = ['/etc/passwd', '/etc/group'];

function accountsIn(texts: ReadonlyMap<string, string>): Accounts {
  const [passwd = '', group = ''] = ACCOUNTS.map((path) => texts.get(path));
  return accountsOf(passwd, group);
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
