import type { ImageFile } from '../domain/index.ts';
import type { Found, OwnedFile, Reading } from './types.ts';

/** A package with the file that named it. */
export interface Named {
  readonly found: Found;
  readonly path: string;
}

/** Who a file of the image belongs to, as an index into the packages; and what its owner says its content is. */
export interface Ownership {
  readonly ownerOf: (path: string) => number | null;
  /** `md5:…`, `sha256:…`; null where the owner says nothing, or there is none. */
  readonly digestOf: (path: string) => string | null;
}

interface Claim {
  readonly owner: number;
  readonly digest: string | null;
}

/**
 * Ownership of files, in this order: file lists of package databases, records of wheels and the like, folders of packages, and
 * bytecode as its source. Names are brought to where they really lie: `/lib/x` is `/usr/lib/x` where `/lib` is a link.
 */
export function ownershipOf(
  packages: readonly Named[],
  lists: readonly NonNullable<Reading['owned']>[],
  files: readonly ImageFile[],
): Ownership {
  const real = realNames(files);
  const claims = new Map<string, Claim>();
  const claim = (owner: number, { path, digest, isFolder }: OwnedFile) => {
    if (isFolder) return; // others have files in it as well
    const name = real(path);
    const earlier = claims.get(name);
    if (!earlier || (earlier.owner === owner && earlier.digest === null))
      claims.set(name, { owner, digest: digest ?? null });
  };
  packages.forEach(({ found }, owner) => found.owns?.forEach((file) => claim(owner, file)));
  const known = indexOf(packages);
  for (const { of, files: owned } of lists) {
    const owner = known.get(of);
    if (owner !== undefined) for (const file of owned) claim(owner, file);
  }
  packages.forEach(({ path }, owner) => {
    if (isOwnMetadata(path) && !claims.has(real(path))) claims.set(real(path), { owner, digest: null });
  });
  const folders = new Map(
    packages.flatMap(({ found: { folder } }, owner) => (folder ? [[folder, owner] as const] : [])),
  );
  const claimed = (path: string): Claim | undefined => claims.get(path) ?? claims.get(sourceOf(path) ?? '');
  let last: { readonly folder: string; readonly owner: number | null } = { folder: '', owner: null }; // its files ask one after the other
  const ownerAround = (path: string): number | null => {
    if (path.lastIndexOf('/') !== last.folder.length || !path.startsWith(last.folder))
      last = { folder: parentOf(path), owner: folderOwner(path, folders) };
    return last.owner;
  };
  return {
    ownerOf: (path) => claimed(path)?.owner ?? ownerAround(path),
    digestOf: (path) => claims.get(path)?.digest ?? null,
  };
}

/** How lists name packages: by kind, name and architecture, or by the folder of their metadata. */
function indexOf(packages: readonly Named[]): ReadonlyMap<string, number> {
  const known = new Map<string, number>();
  packages.forEach(({ found: { type, name, architecture }, path }, owner) => {
    const names = [`${type}:${name}`, ...(architecture ? [`${type}:${name}:${architecture}`] : []), parentOf(path)];
    for (const it of names) if (!known.has(it)) known.set(it, owner);
  });
  return known;
}

/** A database speaks of many packages and belongs to none; a package's own metadata is part of it. */
function isOwnMetadata(path: string): boolean {
  return !/^\/(?:var\/lib|lib|usr\/lib|usr\/share)\/(?:dpkg|apk|rpm|sysimage|pacman|chisel)\//.test(path);
}

function folderOwner(path: string, folders: ReadonlyMap<string, number>): number | null {
  if (folders.size === 0) return null;
  for (let folder = parentOf(path); folder !== ''; folder = parentOf(folder)) {
    const owner = folders.get(folder);
    if (owner !== undefined) return owner;
  }
  return null;
}

/** The source of bytecode, by PEP 3147: `/a/__pycache__/b.cpython-311.opt-1.pyc` is made of `/a/b.py`. */
function sourceOf(path: string): string | null {
  if (!path.endsWith('.pyc')) return null;
  const cut = path.lastIndexOf('/__pycache__/');
  if (cut === -1) return path.slice(0, -1);
  const base = path.slice(cut + '/__pycache__/'.length);
  const dot = base.indexOf('.');
  return base.includes('/') || dot === -1 ? null : `${path.slice(0, cut)}/${base.slice(0, dot)}.py`;
}

const MOST_LINKS = 40;

/** Follows links of folders at the root, where distributions merged `/bin`, `/lib` and `/sbin` into `/usr`. */
function realNames(files: readonly ImageFile[]): (path: string) => string {
  const links = new Map<string, string>();
  for (const { path, type, linkTarget } of files)
    if (type === 'symlink' && linkTarget !== undefined && path.lastIndexOf('/') === 0)
      links.set(path, linkTarget.startsWith('/') ? linkTarget : `/${linkTarget}`);
  return (path) => {
    let name = path;
    for (let count = 0; count < MOST_LINKS; count++) {
      const slash = name.indexOf('/', 1);
      const target = slash === -1 ? undefined : links.get(name.slice(0, slash));
      if (target === undefined) return name;
      name = `${target.replace(/\/$/, '')}${name.slice(slash)}`;
    }
    return name;
  };
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}
