import type { ImageAnomaly, ImageFile } from '../../domain/index.ts';
import type { LayerEntry, LayerFacts } from './layer-facts.ts';
import { baseOf, parentOf, partsOf } from './names.ts';
import { childrenOf, eachValue, PathTree, type TreeNode } from './path-tree.ts';

/** A file's content with its metadata, which several names may share. */
export interface Inode {
  readonly layer: number;
  /** The first of its names. */
  readonly path: string;
  /** The name that its layer has for it, before links of folders were followed. */
  readonly named: string;
  readonly sizeBytes: number;
  /** More than one name was given to it. */
  linked: boolean;
}

export interface MergedFile {
  readonly file: ImageFile;
  /** Of regular files. */
  readonly inode: Inode | null;
}

/** A name of a regular file that a later entry took away. */
export interface Hidden {
  readonly path: string;
  readonly inode: Inode;
  readonly by: number;
}

const MOST_LINKS = 40;
const MOST_ANOMALIES = 200;

/**
 * The file system that layers make, by the OCI rules: whiteouts and opaque marks act on lower layers only, a folder over a
 * folder changes its metadata, anything else replaces what was there. A fork costs nothing until it is changed.
 */
export class MergedLayers {
  readonly tree: PathTree<MergedFile>;
  readonly hidden: readonly Hidden[];
  readonly anomalies: readonly ImageAnomaly[];
  readonly layers: number;

  private constructor(
    tree: PathTree<MergedFile>,
    layers: number,
    hidden: readonly Hidden[],
    anomalies: readonly ImageAnomaly[],
  ) {
    this.tree = tree;
    this.layers = layers;
    this.hidden = hidden;
    this.anomalies = anomalies;
  }

  static empty(): MergedLayers {
    return new MergedLayers(new PathTree(), 0, [], []);
  }

  /** The same with one more layer on top; this one stays as it is. */
  with(layer: Pick<LayerFacts, 'entries'>): MergedLayers {
    const tree = this.tree.fork();
    const { hidden, anomalies } = new LayerApplication(tree, this.layers).apply(layer.entries);
    return new MergedLayers(tree, this.layers + 1, [...this.hidden, ...hidden], [...this.anomalies, ...anomalies]);
  }

  /** The file at a path, links of its folders followed (its own as well, when `follow`). */
  find(path: string, follow = false): MergedFile | null {
    const folder = realFolder(this.tree, parentOf(path));
    const found = this.tree.at([...partsOf(folder), ...partsOf(`/${baseOf(path)}`)])?.value ?? null;
    if (!follow || found?.file.type !== 'symlink') return found;
    const real = realFolder(this.tree, path);
    return this.tree.at(partsOf(real))?.value ?? null;
  }

  /** Every path in tree order, the root itself left out. */
  files(): MergedFile[] {
    const files: MergedFile[] = [];
    for (const child of childrenOf(this.tree.root)) eachValue(child, (value) => files.push(value));
    return files;
  }
}

class LayerApplication {
  readonly hidden: Hidden[] = [];
  readonly anomalies: ImageAnomaly[] = [];
  private readonly tree: PathTree<MergedFile>;
  private readonly layer: number;
  private lastParent: { readonly named: string; readonly real: string } | null = null;

  constructor(tree: PathTree<MergedFile>, layer: number) {
    this.tree = tree;
    this.layer = layer;
  }

  apply(entries: readonly LayerEntry[]): this {
    for (const entry of entries) if (entry.type === 'opaque') this.empty(entry.path);
    for (const entry of entries) if (entry.type === 'whiteout') this.hide(this.resolve(entry.path));
    for (const entry of entries) this.put(entry);
    return this;
  }

  private empty(path: string): void {
    const parts = partsOf(this.resolve(path));
    for (const child of this.tree.at(parts)?.children?.values() ?? []) this.noteHidden(child);
    if (!this.tree.at(parts)?.children) return;
    const folder = this.tree.open(parts);
    folder.children = null;
    folder.sorted = null;
  }

  private hide(path: string): void {
    const removed = this.tree.remove(partsOf(path));
    if (removed) this.noteHidden(removed);
  }

  private put(entry: LayerEntry): void {
    if (entry.type === 'opaque' || entry.type === 'whiteout' || entry.type === 'reserved') return;
    const path = this.place(entry.path);
    const parts = partsOf(path);
    const made = entry.type === 'hardlink' ? this.linked(path, entry) : fileOf(path, entry.type, entry, this.layer);
    if (!made) return;
    const present = this.tree.at(parts);
    const staysFolder =
      made.file.type === 'directory' &&
      (present === null || present.value === null || present.value.file.type === 'directory');
    if (present && !staysFolder) this.noteHidden(present);
    const node = this.tree.open(parts);
    node.value = made;
    if (!staysFolder) {
      node.children = null;
      node.sorted = null;
    }
  }

  private linked(path: string, entry: LayerEntry): MergedFile | null {
    const target = this.resolve(entry.linkTarget ?? '/');
    const { file, inode } = this.tree.at(partsOf(target))?.value ?? {};
    if (!file || !inode) {
      this.remark(`A hard link to ${entry.linkTarget}, which is no file`, entry.path);
      return null;
    }
    inode.linked = true;
    return { file: { ...file, path, hardLinkOf: inode.path }, inode };
  }

  /** Where a name leads, links of its folders followed. */
  private resolve(path: string): string {
    const folder = realFolder(this.tree, parentOf(path));
    return path === '/' ? path : `${folder === '/' ? '' : folder}/${baseOf(path)}`;
  }

  /** Where the entry really lands: a folder of its path may be a symbolic link, and a file in its way makes room. */
  private place(path: string): string {
    const named = parentOf(path);
    if (this.lastParent?.named !== named) this.lastParent = { named, real: this.parentFor(named, path) };
    return `${this.lastParent.real === '/' ? '' : this.lastParent.real}/${baseOf(path)}`;
  }

  private parentFor(named: string, path: string): string {
    const real = realFolder(this.tree, named);
    if (real !== (named || '/')) this.remark(`${named} is a symbolic link: engines differ in where this lands`, path);
    const parts = partsOf(real);
    for (let depth = 1; depth <= parts.length; depth++) {
      const node = this.tree.at(parts.slice(0, depth));
      if (!node) break;
      if (!node.value || node.value.file.type === 'directory') continue;
      this.noteHidden(node);
      this.tree.open(parts.slice(0, depth)).value = null;
    }
    return real;
  }

  private noteHidden(node: TreeNode<MergedFile>): void {
    eachValue(node, ({ file, inode }) => {
      if (inode) this.hidden.push({ path: file.path, inode, by: this.layer });
    });
    this.lastParent = null;
  }

  private remark(message: string, path: string): void {
    if (this.anomalies.length < MOST_ANOMALIES)
      this.anomalies.push({ kind: 'link', message, layer: this.layer, path, grave: false });
  }
}

function fileOf(path: string, type: ImageFile['type'], entry: LayerEntry, layer: number): MergedFile {
  const isFile = type === 'file';
  const { mode, uid, gid, linkTarget, sha256, hasCapabilities } = entry;
  const file: ImageFile = {
    path,
    type,
    sizeBytes: isFile ? entry.sizeBytes : 0,
    mode,
    uid,
    gid,
    layer,
    ...(linkTarget === undefined ? {} : { linkTarget }),
    ...(sha256 === undefined ? {} : { sha256 }),
    ...(hasCapabilities ? { hasCapabilities } : {}),
  };
  return { file, inode: isFile ? { layer, path, named: entry.path, sizeBytes: entry.sizeBytes, linked: false } : null };
}

/** Follows symbolic links in a folder's path, inside the image; a loop or a missing name ends where it is. */
export function realFolder(tree: PathTree<MergedFile>, folder: string): string {
  let left = [...partsOf(folder)];
  let real: string[] = [];
  for (let links = 0; left.length > 0; ) {
    const [part = '', ...rest] = left;
    left = rest;
    if (part === '..') real = real.slice(0, -1);
    else if (part !== '.' && part !== '') {
      const value = tree.at([...real, part])?.value;
      const target = value?.file.type === 'symlink' && links < MOST_LINKS ? value.file.linkTarget : undefined;
      if (target === undefined) real.push(part);
      else {
        links++;
        if (target.startsWith('/')) real = [];
        left = [...target.split('/'), ...left];
      }
    }
  }
  return `/${real.join('/')}`;
}
