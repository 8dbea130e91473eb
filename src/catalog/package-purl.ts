import type { OsRelease, PackageType } from '../domain/index.ts';
import { purlOf } from './purl.ts';
import type { Found } from './types.ts';

const DISTRIBUTED: ReadonlySet<PackageType> = new Set(['deb', 'apk', 'rpm', 'alpm']);

/** The package URL of what a reader found; a distribution's package also says of which release, and from which source. */
export function purlFor(found: Found, os: OsRelease | null): string {
  if (found.purl !== undefined) return found.purl;
  const { type, version } = found;
  const { namespace, name } = namesOf(found, os);
  return purlOf({ type, namespace, name, version, qualifiers: qualifiersOf(found, os) });
}

function namesOf({ type, name }: Found, os: OsRelease | null): { namespace: string; name: string } {
  if (DISTRIBUTED.has(type)) return { namespace: os?.family ?? '', name };
  const cut = type === 'maven' ? name.lastIndexOf(':') : name.lastIndexOf('/');
  return cut === -1 ? { namespace: '', name } : { namespace: name.slice(0, cut), name: name.slice(cut + 1) };
}

function qualifiersOf(found: Found, os: OsRelease | null): Readonly<Record<string, string>> {
  const { type, architecture, source, qualifiers = {} } = found;
  if (!DISTRIBUTED.has(type)) return qualifiers;
  const upstream = upstreamOf(found, source);
  return {
    ...(architecture ? { arch: architecture } : {}),
    ...(os ? { distro: os.version === '' ? os.family : `${os.family}-${os.version}` } : {}),
    ...(upstream ? { upstream } : {}),
    ...qualifiers,
  };
}

function upstreamOf({ name, version }: Found, source: Found['source']): string | null {
  if (!source || (source.name === name && (source.version ?? version) === version)) return null;
  return source.version === undefined || source.version === version ? source.name : `${source.name}@${source.version}`;
}
