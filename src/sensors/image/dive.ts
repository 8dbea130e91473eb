import type { ImageWaste } from '../../domain/index.ts';
import type { LayerEntry, LayerFacts } from './layer-facts.ts';
import { baseOf, OPAQUE, parentOf, partsOf, RESERVED, WHITEOUT } from './names.ts';
import { childrenOf, eachValue, PathTree, type TreeNode } from './path-tree.ts';

/** What dive keeps of an entry. Parents that no entry made have size 0 and are no folders to it. */
interface DiveEntry {
  readonly sizeBytes: number;
  readonly isFolder: boolean;
}

interface PathCount {
  readonly sum: number;
  readonly least: number;
  readonly count: number;
}

const IMPLIED: DiveEntry = { sizeBytes: 0, isFolder: false };

/**
 * The efficiency that dive reports, by its own rules with their faults (opaque folders are not seen, a whiteout of nothing
 * ends the layer's walk): people compare with numbers that they know. The corrected ones stand beside it.
 */
export class DiveCount {
  private readonly stack: PathTree<DiveEntry>;
  private readonly paths: LayeredMap<PathCount>;
  private readonly totals: Totals;

  private constructor(stack: PathTree<DiveEntry>, paths: LayeredMap<PathCount>, totals: Totals) {
    this.stack = stack;
    this.paths = paths;
    this.totals = totals;
  }

  static empty(): DiveCount {
    return new DiveCount(new PathTree(), new LayeredMap(null), {
      layers: 0,
      sums: 0,
      leasts: 0,
      wasted: 0,
      layerBytes: 0,
      firstBytes: 0,
    });
  }

  /** The same with one more layer on top; this one stays as it is. */
  with({ entries }: Pick<LayerFacts, 'entries'>): DiveCount {
    const layer = treeOf(entries);
    const isFirst = this.totals.layers === 0;
    const stack = isFirst ? layer.fork() : this.stack.fork();
    const paths = new LayeredMap(this.paths);
    const bytes = entries.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    const totals = { ...this.totals, layers: this.totals.layers + 1, layerBytes: this.totals.layerBytes + bytes };
    if (isFirst) totals.firstBytes = bytes;
    eachLeaf(layer.root, '', (node, path) => count(node, path, stack, paths, totals));
    eachNode(layer.root, '', (node, path) => graft(node, path, stack));
    return new DiveCount(stack, paths, totals);
  }

  result(): ImageWaste['dive'] {
    const { sums, leasts, wasted, layerBytes, firstBytes } = this.totals;
    const userSizeBytes = layerBytes - firstBytes;
    return {
      efficiency: sums === 0 ? 1 : leasts / sums,
      wastedBytes: wasted,
      userSizeBytes,
      wastedUserShare: wasted / userSizeBytes,
    };
  }

  /** Paths that several layers hold, with every copy's size: dive's list of wasted space. */
  inefficient(): readonly { readonly path: string; readonly count: number; readonly sizeBytes: number }[] {
    const found = [...this.paths.entries()].filter(([, { count }]) => count > 1);
    return found.map(([path, { count, sum }]) => ({ path, count, sizeBytes: sum }));
  }
}

interface Totals {
  layers: number;
  sums: number;
  leasts: number;
  wasted: number;
  layerBytes: number;
  firstBytes: number;
}

const DEEPEST = 6;

/** A map over another that it does not change. */
class LayeredMap<V> {
  private readonly below: LayeredMap<V> | null;
  private readonly own: Map<string, V>;
  private readonly depth: number;

  constructor(below: LayeredMap<V> | null) {
    const isDeep = (below?.depth ?? 0) >= DEEPEST; // looking through many maps costs more than one copy
    this.below = isDeep ? null : below;
    this.own = isDeep ? (below?.entries() ?? new Map()) : new Map();
    this.depth = isDeep ? 0 : (below?.depth ?? 0) + 1;
  }

  get(key: string): V | undefined {
    return this.own.get(key) ?? this.below?.get(key);
  }

  set(key: string, value: V): void {
    this.own.set(key, value);
  }

  entries(): Map<string, V> {
    return new Map([...(this.below?.entries() ?? []), ...this.own]);
  }
}

function treeOf(entries: readonly LayerEntry[]): PathTree<DiveEntry> {
  const tree = new PathTree<DiveEntry>();
  for (const entry of entries) {
    const path = storedPath(entry);
    const reserved = path.indexOf(`/${RESERVED}`);
    if (path === '/') continue;
    if (reserved === -1)
      tree.open(partsOf(path)).value = { sizeBytes: entry.sizeBytes, isFolder: entry.type === 'directory' };
    else if (reserved > 0) tree.open(partsOf(path.slice(0, reserved))); // its parents stay, and the mark is dropped
  }
  return tree;
}

function storedPath({ type, path }: LayerEntry): string {
  if (type === 'whiteout') return `${parentOf(path)}/${WHITEOUT}${baseOf(path)}`;
  return type === 'opaque' ? `${path === '/' ? '' : path}/${OPAQUE}` : path;
}

/** False ends the walk. */
type Visit = (node: TreeNode<DiveEntry>, path: string) => boolean;

function eachNode(node: TreeNode<DiveEntry>, path: string, visit: Visit, leavesOnly = false): boolean {
  for (const child of childrenOf(node)) {
    const childPath = `${path}/${child.name}`;
    if (!eachNode(child, childPath, visit, leavesOnly)) return false;
    const isSeen = !leavesOnly || !child.children || child.children.size === 0;
    if (isSeen && !visit(child, childPath)) return false;
  }
  return true;
}

function eachLeaf(node: TreeNode<DiveEntry>, path: string, visit: Visit): void {
  eachNode(node, path, visit, true);
}

function isWhiteout({ name }: TreeNode<DiveEntry>): boolean {
  return name.startsWith(WHITEOUT);
}

/** dive's path of a whiteout is that of what it hides; a bare `.wh.` names its own folder. */
function hiddenPath(path: string): string {
  return `${parentOf(path)}/${baseOf(path).slice(WHITEOUT.length)}`;
}

function count(
  node: TreeNode<DiveEntry>,
  path: string,
  stack: PathTree<DiveEntry>,
  paths: LayeredMap<PathCount>,
  totals: Totals,
): boolean {
  const key = isWhiteout(node) ? hiddenPath(path) : path;
  const size = isWhiteout(node) ? hiddenSize(stack, key) : (node.value ?? IMPLIED).sizeBytes;
  const known = paths.get(key);
  if (size === null) {
    if (!known) add(paths, totals, key, undefined, { sum: 0, least: -1, count: 0 });
    return false;
  }
  const before = known ?? { sum: 0, least: -1, count: 0 };
  const least = before.least < 0 ? size : Math.min(before.least, size);
  add(paths, totals, key, known, { sum: before.sum + size, least, count: before.count + 1 });
  return true;
}

function add(
  paths: LayeredMap<PathCount>,
  totals: Totals,
  key: string,
  before: PathCount | undefined,
  after: PathCount,
): void {
  totals.sums += after.sum - (before?.sum ?? 0);
  totals.leasts += after.least - (before?.least ?? 0);
  totals.wasted += (after.count > 1 ? after.sum : 0) - (before && before.count > 1 ? before.sum : 0);
  paths.set(key, after);
}

/** Null when the layers below know no such path. A file counts 0, a folder everything in it. */
function hiddenSize(stack: PathTree<DiveEntry>, path: string): number | null {
  const node = stack.at(partsOf(path).filter(Boolean));
  if (!node) return null;
  let sum = 0;
  if (node.value?.isFolder) eachValue(node, ({ sizeBytes }) => void (sum += sizeBytes));
  return sum;
}

function graft(node: TreeNode<DiveEntry>, path: string, stack: PathTree<DiveEntry>): boolean {
  if (isWhiteout(node)) stack.remove(partsOf(hiddenPath(path)).filter(Boolean));
  else stack.open(partsOf(path)).value = node.value ?? IMPLIED;
  return true;
}
