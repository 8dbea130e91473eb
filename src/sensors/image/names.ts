/** Where a member of a layer would land: absolute and clean, held inside the root as engines do. */
export function pathOf(name: string): string {
  const trimmed = name.endsWith('/') ? name.slice(0, -1) : name;
  if (trimmed !== '' && !/(?:^|\/)\.{0,2}(?:\/|$)/.test(trimmed)) return `/${trimmed}`;
  const parts: string[] = [];
  for (const part of name.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

/** What is odd about a name, in words; null when nothing is. `./` in front is what tar itself writes. */
export function oddityOf(name: string): string | null {
  if (name.startsWith('/')) return 'is absolute';
  if (name === '..' || name.startsWith('../') || name.includes('/../') || name.endsWith('/..'))
    return 'climbs with `..`';
  return name.includes('\0') || name === '' ? 'is no name' : null;
}

export function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

export function baseOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

export function partsOf(path: string): readonly string[] {
  return path === '/' || path === '' ? [] : path.slice(1).split('/');
}

export const WHITEOUT = '.wh.';
export const OPAQUE = '.wh..wh..opq';
/** Names that AUFS kept for itself: engines skip them and what is below. */
export const RESERVED = '.wh..wh.';
