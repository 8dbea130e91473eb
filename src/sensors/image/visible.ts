import type { ImageFile } from '../../domain/index.ts';
import { noteDifference } from '../../formats/tree/index.ts';
import type { Inode, MergedFile, MergedLayers } from './merge.ts';
import { partsOf } from './names.ts';
import { type Difference, differencesOf, isBefore } from './path-tree.ts';

/** Names that are left of inodes that have or had several. */
interface Links {
  readonly names: ReadonlyMap<Inode, readonly string[]>;
  readonly byOrigin: ReadonlyMap<string, readonly string[]>;
}

interface Parts {
  readonly files: readonly ImageFile[];
  readonly bytes: number;
  readonly links: Links;
  readonly made: Made | null;
}

/** What this was made of, and how it differs. */
interface Made {
  readonly from: Visible;
  readonly added: readonly ImageFile[];
  readonly removed: readonly ImageFile[];
  /** Paths that are another file there, or none. */
  readonly touched: ReadonlySet<string>;
  /** Whether a link came or went: names may lead elsewhere then. */
  readonly leadsElsewhere: boolean;
}

/** The visible files, with hard links told from files of their own. */
export class Visible {
  readonly files: readonly ImageFile[];
  readonly bytes: number;
  private readonly merged: MergedLayers;
  private readonly links: Links;
  private readonly made: Made | null;
  private counted: { readonly bytes: number; readonly copies: ReadonlyMap<string, number> } | null = null;

  private constructor(merged: MergedLayers, { files, bytes, links, made }: Parts) {
    this.merged = merged;
    this.files = files;
    this.bytes = bytes;
    this.links = links;
    this.made = made;
  }

  static of(merged: MergedLayers): Visible {
    return new Visible(merged, allIn(merged));
  }

  /** What is visible once more layers lie on top: only what they touch is looked at, unless it has to do with hard links. */
  on(merged: MergedLayers): Visible {
    const changes = differencesOf(this.merged.tree, merged.tree);
    if (changes.some(({ old, now }) => old?.inode?.linked || now?.inode?.linked)) return Visible.of(merged);
    const [removed, added] = [filesOf(changes, 'old'), filesOf(changes, 'now')];
    const files = changed(this.files, changes);
    noteDifference(files, { from: this.files, added, removed });
    const touched = new Set([...removed, ...added].map(({ path }) => path));
    const leadsElsewhere = [...removed, ...added].some(({ type }) => type === 'symlink');
    const bytes = this.bytes + sum(added) - sum(removed);
    return new Visible(merged, {
      files,
      bytes,
      links: this.links,
      made: { from: this, added, removed, touched, leadsElsewhere },
    });
  }

  /** Whether what lies at a layer's path, and is visible under these names in what this was made of, is here as well. */
  isAsIn(from: Visible, path: string, names: readonly string[]): boolean {
    const { made } = this;
    if (made?.from !== from || made.leadsElsewhere) return false;
    return !made.touched.has(path) && !names.some((name) => made.touched.has(name));
  }

  /** Visible names of what a layer put at a path. */
  names(layer: number, path: string): readonly string[] {
    const linked = this.links.byOrigin.get(`${layer}:${path}`);
    if (linked) return linked;
    const found = this.merged.tree.at(partsOf(path))?.value ?? this.merged.find(path); // nearly no path has a link in it
    return found?.file.layer === layer && !found.file.hardLinkOf ? [found.file.path] : [];
  }

  /** No name is left of it. */
  isGone(inode: Inode): boolean {
    return inode.sizeBytes > 0 && !this.links.names.has(inode);
  }

  /** Bytes that the same content takes again at other paths. */
  duplicateBytes(): number {
    if (!this.made) return this.copies().bytes;
    const { from, added, removed } = this.made;
    const { copies } = from.copies();
    const counts = new Map<string, number>();
    let bytes = from.duplicateBytes();
    const count = (file: ImageFile, step: 1 | -1): void => {
      const content = contentOf(file);
      if (content === null) return;
      const before = counts.get(content) ?? copies.get(content) ?? 0;
      counts.set(content, before + step);
      if (Math.max(before, before + step) > 1) bytes += step * file.sizeBytes;
    };
    for (const file of removed) count(file, -1);
    for (const file of added) count(file, 1);
    return bytes;
  }

  private copies(): NonNullable<typeof this.counted> {
    if (this.counted) return this.counted;
    const copies = new Map<string, number>();
    let bytes = 0;
    for (const file of this.files) {
      const content = contentOf(file);
      if (content === null) continue;
      const before = copies.get(content) ?? 0;
      copies.set(content, before + 1);
      if (before > 0) bytes += file.sizeBytes;
    }
    this.counted = { bytes, copies };
    return this.counted;
  }
}

/** Null for what takes no bytes of its own. */
function contentOf({ sha256, sizeBytes, hardLinkOf }: ImageFile): string | null {
  return sha256 === undefined || sizeBytes === 0 || hardLinkOf !== undefined ? null : sha256;
}

function allIn(merged: MergedLayers): Parts {
  const all = merged.files();
  const names = new Map<Inode, string[]>();
  let bytes = 0;
  for (const { file, inode } of all) {
    const known = inode?.linked ? names.get(inode) : undefined;
    if (known) known.push(file.path);
    else bytes += file.sizeBytes;
    if (inode?.linked && !known) names.set(inode, [file.path]);
  }
  const byOrigin = new Map([...names].map(([{ layer, path }, its]) => [`${layer}:${path}`, its]));
  const files = all.map(({ file, inode }) => (inode?.linked ? withLink(file, names.get(inode)?.[0]) : file));
  return { files, bytes, links: { names, byOrigin }, made: null };
}

/** The first name that is left counts as the file, the others as links to it. */
function withLink(file: ImageFile, first: string | undefined): ImageFile {
  if (first === undefined || first === file.hardLinkOf) return file;
  const { hardLinkOf: _, ...own } = file;
  return first === file.path ? own : { ...own, hardLinkOf: first };
}

/** The same list with some files gone, and some put where they belong. */
function changed(files: readonly ImageFile[], changes: readonly Difference<MergedFile>[]): readonly ImageFile[] {
  const all: ImageFile[] = [];
  let at = 0;
  const keepUntil = (end: number): void => {
    for (; at < end; at++) all.push(files[at] as ImageFile); // an index of the list
  };
  for (const { old, now } of changes) {
    keepUntil(old ? files.indexOf(old.file, at) : placeOf(now?.file.path ?? '', files, at));
    if (old) at++;
    if (now) all.push(now.file);
  }
  keepUntil(files.length);
  return all;
}

/** Where a path belongs in what is left of a list. */
function placeOf(path: string, files: readonly ImageFile[], from: number): number {
  let [low, high] = [from, files.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBefore(files[middle]?.path ?? '', path)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function filesOf(changes: readonly Difference<MergedFile>[], which: 'old' | 'now'): readonly ImageFile[] {
  return changes.flatMap((it) => it[which]?.file ?? []);
}

/** Of files without further links. */
function sum(files: readonly ImageFile[]): number {
  return files.reduce((total, { sizeBytes }) => total + sizeBytes, 0);
}
