/** A name in a tree; without a value it is only there because something lies below it. */
export interface TreeNode<T> {
  readonly name: string;
  value: T | null;
  children: Map<string, TreeNode<T>> | null;
  /** Who may change this node in place. */
  owner: object;
  sorted: readonly TreeNode<T>[] | null;
}

/**
 * Paths with values. A fork shares everything with its origin until either changes it, so a mutant of an image with
 * 100,000 files costs as much as the paths that it touches.
 */
export class PathTree<T> {
  root: TreeNode<T>;
  private owner: object = {};

  constructor(root?: TreeNode<T>) {
    this.root = root ?? { name: '', value: null, children: null, owner: this.owner, sorted: null };
  }

  fork(): PathTree<T> {
    this.owner = {}; // what is shared from here on is nobody's to change in place
    return new PathTree(this.root);
  }

  at(parts: readonly string[]): TreeNode<T> | null {
    let node: TreeNode<T> | undefined = this.root;
    for (const part of parts) {
      node = node.children?.get(part);
      if (!node) return null;
    }
    return node;
  }

  /** The node of a path, made with its parents where it is not there, ready to be changed. */
  open(parts: readonly string[]): TreeNode<T> {
    let node = this.owned(this.root, null);
    for (const part of parts) {
      const known = node.children?.get(part);
      node = known ? this.owned(known, node) : this.added(part, node);
    }
    return node;
  }

  /** Takes the path and everything below it away; gives it back. */
  remove(parts: readonly string[]): TreeNode<T> | null {
    const known = this.at(parts);
    const name = parts.at(-1);
    if (!known || name === undefined) return null;
    const parent = this.open(parts.slice(0, -1));
    parent.children?.delete(name);
    parent.sorted = null;
    return known;
  }

  private added(name: string, parent: TreeNode<T>): TreeNode<T> {
    const node: TreeNode<T> = { name, value: null, children: null, owner: this.owner, sorted: null };
    parent.children ??= new Map();
    parent.children.set(name, node);
    parent.sorted = null;
    return node;
  }

  private owned(node: TreeNode<T>, parent: TreeNode<T> | null): TreeNode<T> {
    if (node.owner === this.owner) return node;
    const copy = { ...node, children: node.children && new Map(node.children), owner: this.owner };
    if (!parent) this.root = copy;
    else {
      parent.children?.set(node.name, copy);
      parent.sorted = null;
    }
    return copy;
  }
}

/** The children in the order of their names. */
export function childrenOf<T>(node: TreeNode<T>): readonly TreeNode<T>[] {
  if (!node.children) return [];
  node.sorted ??= [...node.children.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  return node.sorted;
}

/** Shows every value at and below a node, parents first, in the order of names. Paths are at most 4,096 names deep (see `formats/tar`). */
export function eachValue<T>(node: TreeNode<T>, show: (value: T) => void): void {
  if (node.value !== null) show(node.value);
  for (const child of childrenOf(node)) eachValue(child, show);
}

/** A value of a path that differs between two trees; null = it has none there. */
export interface Difference<T> {
  readonly old: T | null;
  readonly now: T | null;
}

/** Where two trees differ below their roots, parents first, in the order of names. What a fork shares is not looked at. */
export function differencesOf<T>(old: PathTree<T>, now: PathTree<T>): readonly Difference<T>[] {
  const found: Difference<T>[] = [];
  compareChildren(old.root, now.root, found);
  return found;
}

function compare<T>(old: TreeNode<T> | undefined, now: TreeNode<T> | undefined, found: Difference<T>[]): void {
  if (old === now) return;
  const values = { old: old?.value ?? null, now: now?.value ?? null };
  if (values.old !== values.now) found.push(values);
  compareChildren(old, now, found);
}

function compareChildren<T>(old: TreeNode<T> | undefined, now: TreeNode<T> | undefined, found: Difference<T>[]): void {
  const [before, after] = [old ? childrenOf(old) : [], now ? childrenOf(now) : []];
  for (let [a, b] = [0, 0]; a < before.length || b < after.length; ) {
    const [mine, its] = [before[a], after[b]];
    const isMine = mine !== undefined && (its === undefined || mine.name <= its.name);
    const isIts = its !== undefined && (mine === undefined || its.name <= mine.name);
    compare(isMine ? mine : undefined, isIts ? its : undefined, found);
    if (isMine) a++;
    if (isIts) b++;
  }
}

/** The order of names on the way, a folder before what it holds. */
export function isBefore(a: string, b: string): boolean {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  if (at === a.length || at === b.length) return a.length < b.length;
  if (a[at] === '/' || b[at] === '/') return a[at] === '/';
  return (a[at] ?? '') < (b[at] ?? '');
}
