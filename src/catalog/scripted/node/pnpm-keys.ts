/** Since this format a key has `@` before its version, not `/`. */
export const WITH_AT = 6;

/**
 * Name and version out of a key: `/name/1.0.0_peer@2.0.0` (5), `/name@1.0.0(peer@2.0.0)` (6), `name@1.0.0(peer@2.0.0)` (9).
 * Format 5 may begin with a registry's host.
 */
export function cutKey(key: string, format: number): { name: string; version: string } {
  const [bare = ''] = key.split('(');
  if (format >= WITH_AT) {
    const plain = bare.startsWith('/') ? bare.slice(1) : bare;
    const at = plain.indexOf('@', 1);
    return at < 0 ? { name: plain, version: '' } : { name: plain.slice(0, at), version: plain.slice(at + 1) };
  }
  const path = bare.slice(bare.indexOf('/') + 1);
  const scopeEnd = path.startsWith('@') ? path.indexOf('/') + 1 : 0;
  const end = path.indexOf('/', scopeEnd);
  if (end < 0) return { name: path, version: '' };
  const [version = ''] = path.slice(end + 1).split(/[_/]/);
  return { name: path.slice(0, end), version };
}

/** Keys that a dependency may have in `packages`. A version may be a whole key: an alias, or what comes from elsewhere. */
export function candidates(name: string, version: string, format: number): string[] {
  if (version === '' || version.startsWith('link:')) return [];
  if (format < WITH_AT) return [`/${name}/${version}`, version];
  return [`${name}@${version}`, `/${name}@${version}`, version];
}
