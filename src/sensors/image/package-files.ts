import type { InstalledPackage } from '../../domain/index.ts';
import { baseOf } from './names.ts';

type Found = Omit<InstalledPackage, 'layer'>;
type Reader = (text: string, path: string) => readonly Found[];

/** Databases of a whole system may be large; a package's own metadata is not. */
const DATABASES =
  /^\/(?:var\/lib\/dpkg\/status|var\/lib\/dpkg\/status\.d\/[^/]+|(?:lib|usr\/lib)\/apk\/db\/installed)$/;

export function isPackageDatabase(path: string): boolean {
  return DATABASES.test(path);
}

/** The reader for a file that names packages; null for any other file. */
export function packageReaderOf(path: string): Reader | null {
  if (isPackageDatabase(path)) {
    if (path.endsWith('.md5sums')) return null;
    return path.includes('/apk/') ? apkPackages : dpkgPackages;
  }
  const base = baseOf(path);
  if (base === 'package.json') return npmPackage;
  if (base === 'METADATA' && path.includes('.dist-info/')) return pythonPackage;
  return base === 'PKG-INFO' && /\.egg-info(?:\/|$)/.test(path) ? pythonPackage : null;
}

function dpkgPackages(text: string, path: string): readonly Found[] {
  return text.split(/\r?\n\s*\n/).flatMap((stanza) => {
    const status = field(stanza, 'Status');
    const isInstalled = status === null || /\binstalled$/.test(status); // status.d of distroless has no Status
    return isInstalled ? found('deb', field(stanza, 'Package'), field(stanza, 'Version'), path) : [];
  });
}

function apkPackages(text: string, path: string): readonly Found[] {
  return text.split(/\n\n/).flatMap((stanza) => {
    const value = (key: string) => new RegExp(`^${key}:(.*)$`, 'm').exec(stanza)?.[1]?.trim() ?? null;
    return found('apk', value('P'), value('V'), path);
  });
}

/**
 * Below node_modules only a package's own folder counts: the files of its tests and builds bear the same name.
 * Elsewhere it is the application that says who it is.
 */
function npmPackage(text: string, path: string): readonly Found[] {
  const inside = path.lastIndexOf('/node_modules/');
  if (inside >= 0 && !/^\/node_modules\/(?:@[^/]+\/)?[^/]+\/package\.json$/.test(path.slice(inside))) return [];
  try {
    const { name, version } = JSON.parse(text) as { name?: unknown; version?: unknown }; // judged by `found`
    return found('npm', name, version, path);
  } catch {
    return []; // no JSON, so npm would not take it for a package either
  }
}

function pythonPackage(text: string, path: string): readonly Found[] {
  const head = text.slice(0, text.search(/\r?\n\r?\n/) >>> 0);
  return found('python', field(head, 'Name'), field(head, 'Version'), path);
}

function field(stanza: string, name: string): string | null {
  return new RegExp(`^${name}:[ \\t]*(.*?)[ \\t\\r]*$`, 'im').exec(stanza)?.[1] ?? null;
}

function found(ecosystem: Found['ecosystem'], name: unknown, version: unknown, path: string): readonly Found[] {
  return typeof name === 'string' && typeof version === 'string' && name !== '' && version !== ''
    ? [{ ecosystem, name, version, path }]
    : [];
}
