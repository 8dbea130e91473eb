import { FileBudget, MOST_PACKAGES, tooManyPackages } from '../bounded.ts';
import { eachLine } from '../shared/text.ts';
import type { CatalogFile, Found, OwnedFile, Reader, Reading } from '../types.ts';
import { type Paragraph, paragraphsOf, relationNames } from './control.ts';
import { stem } from './paths.ts';

/** States in which the files of a package are there: also while its configuration is still to come. */
const PRESENT = new Set(['installed', 'unpacked', 'half-configured', 'triggers-awaited', 'triggers-pending']);

/** The database of Debian, Ubuntu and their kin, and opkg's, which has the same format. */
export const dpkgStatus: Reader = {
  cataloguer: 'dpkg',
  says: 'installed',
  names: ['status'],
  extensions: ['.control'],
  mostBytes: 1 << 27,
  where: (path) => /(?:^|\/)lib\/(?:dpkg\/status|opkg\/status|opkg\/info\/[^/]+\.control)$/.test(path),
  read: (file) => statusReading('dpkg', file),
};

/** Distroless images keep a file for each package instead of a database. */
export const dpkgStatusFolder: Reader = {
  cataloguer: 'dpkg-status.d',
  says: 'installed',
  paths: /(?:^|\/)lib\/dpkg\/status\.d\/[^/]+$/,
  where: (path) => !/\.(?:md5sums|list|conffiles|preinst|postinst|prerm|postrm)$/.test(path),
  read: (file) => statusReading('dpkg-status.d', file),
};

const INFO = /(?:^|\/)lib\/(?:(?:dpkg|opkg)\/info|dpkg\/status\.d)\/[^/]+$/;

/** All paths of a package: folders and links too. */
export const dpkgList: Reader = ownedReader('.list', (line) => {
  const path = line.trimEnd();
  return path.startsWith('/') && path !== '/.' ? { path } : null;
});

/** Regular files with their MD5. */
export const dpkgMd5sums: Reader = ownedReader('.md5sums', (line) => {
  const [, digest = '', path = ''] = /^([0-9a-f]{32}) [ *](\S.*)$/.exec(line.trimEnd()) ?? [];
  return path === '' ? null : { path: absolute(path), digest: `md5:${digest}` };
});

/** Files that people change: `remove-on-upgrade /etc/x` stands before a path that is going. */
export const dpkgConffiles: Reader = ownedReader('.conffiles', (line) => {
  const path = line.trim();
  return path.startsWith('/') ? { path, isConfig: true } : null;
});

function ownedReader(extension: string, fileOf: (line: string) => OwnedFile | null): Reader {
  return {
    cataloguer: 'dpkg-files',
    says: 'installed',
    extensions: [extension],
    where: (path) => INFO.test(path),
    read: ({ path, bytes }) => {
      const budget = new FileBudget();
      const files = budget.take(filesIn(bytes.toString(), fileOf));
      return {
        cataloguer: 'dpkg-files',
        path,
        packages: [],
        owned: { of: `deb:${stem(path, extension)}`, files },
        ...(budget.fault !== undefined && { fault: budget.fault }),
      };
    },
  };
}

function* filesIn(text: string, fileOf: (line: string) => OwnedFile | null): Generator<OwnedFile> {
  for (const line of eachLine(text)) {
    const file = fileOf(line);
    if (file) yield file;
  }
}

function statusReading(cataloguer: string, { path, bytes }: CatalogFile): Reading | null {
  const packages: Found[] = [];
  let [named, present] = [0, 0];
  for (const fields of paragraphsOf(bytes.toString())) {
    if (!fields.has('package')) continue;
    named += 1;
    if (!isPresent(fields)) continue;
    if (packages.length >= MOST_PACKAGES) return { cataloguer, path, packages, fault: tooManyPackages() };
    present += 1;
    const found = packageOf(fields);
    if (found) packages.push(found);
  }
  if (named === 0 && bytes.length > 0 && !path.endsWith('/status')) return null;
  const left = present - packages.length;
  return {
    cataloguer,
    path,
    packages,
    ...(left > 0 && { fault: `${left} of ${present} entries have no name or no version that dpkg would take` }),
  };
}

/** An entry without a status is one of a folder of packages, or a fragment. */
function isPresent(fields: Paragraph): boolean {
  const status = fields.get('status');
  return status === undefined || PRESENT.has(status.split(/\s+/)[2] ?? '');
}

function packageOf(fields: Paragraph): Found | null {
  const [name, version] = [fields.get('package') ?? '', fields.get('version') ?? ''];
  if (!/^[\w.+-]+$/.test(name) || !/^(?:\d+:)?[A-Za-z0-9.+~:_-]+$/.test(version)) return null;
  const kibibytes = /^(\d{1,12})$/.exec(fields.get('installed-size') ?? '')?.[1];
  return {
    type: 'deb',
    name,
    version,
    ...optional('architecture', fields.get('architecture')),
    ...sourceOf(fields.get('source')),
    ...(fields.get('license') && { licences: [fields.get('license') ?? ''] }),
    requires: [...new Set([...relationNames(fields.get('pre-depends')), ...relationNames(fields.get('depends'))])],
    provides: relationNames(fields.get('provides')),
    owns: conffilesOf(fields.get('conffiles')),
    ...optional('maintainer', fields.get('maintainer')),
    ...(kibibytes !== undefined && { installedBytes: Number(kibibytes) * 1024 }),
  };
}

/** `glibc (2.36-9)`: the version stands there where it is not the binary's own. */
function sourceOf(field: string | undefined): Pick<Found, 'source'> {
  const [, name = '', version] = /^(\S+)(?:\s+\(([^)\s]+)\))?/.exec(field ?? '') ?? [];
  return name === '' ? {} : { source: { name, ...(version !== undefined && { version }) } };
}

/** `/etc/x <md5>`, then `obsolete` or `remove-on-upgrade`; without a sum for files that were never unpacked. */
function conffilesOf(field: string | undefined): OwnedFile[] {
  return (field ?? '').split('\n').flatMap((line): OwnedFile[] => {
    const [path = '', digest = ''] = line.trim().split(/\s+/);
    if (!path.startsWith('/')) return [];
    return [{ path, ...(/^[0-9a-f]{32}$/.test(digest) && { digest: `md5:${digest}` }), isConfig: true }];
  });
}

function optional<Key extends string>(key: Key, value: string | undefined): { readonly [key in Key]?: string } {
  return value ? ({ [key]: value } as { readonly [key in Key]?: string }) : {}; // one key that is there
}

function absolute(path: string): string {
  return path.startsWith('/') ? path : `/${path.replace(/^\.\//, '')}`;
}
