import type { CatalogFile, Found, Reader, Reading } from '../../types.ts';
import { berkeleyBlobs, isBerkeley } from './berkeley.ts';
import { headerBytes, readHeader } from './header.ts';
import { isNdb, ndbBlobs } from './ndb.ts';
import { named, packageOf } from './package.ts';
import { isSqlite, sqliteBlobs } from './sqlite.ts';

const FOLDER = /(?:^|\/)(?:var\/lib|usr\/lib\/sysimage|usr\/share)\/rpm\/[^/]+$/;
/** A blob that is shorter is bookkeeping. */
const LEAST_BYTES = 24;

/** The database of Red Hat's and SUSE's families, in the three forms that it has had. */
export const rpmDatabase: Reader = {
  cataloguer: 'rpm',
  says: 'installed',
  names: ['rpmdb.sqlite', 'Packages.db', 'Packages'],
  where: (path) => FOLDER.test(path),
  mostBytes: 1 << 28,
  read: (file) => {
    if (file.bytes.length === 0) return null;
    const blobs = blobsOf(file.bytes);
    return blobs === null
      ? { cataloguer: 'rpm', path: file.path, packages: [], fault: 'it is no database of rpm' }
      : databaseReading(file, blobs);
  },
};

/** Distroless images of Azure Linux have a table instead of a database. */
export const rpmManifest: Reader = {
  cataloguer: 'rpm-manifest',
  says: 'installed',
  names: ['container-manifest-2'],
  where: (path) => /(?:^|\/)var\/lib\/rpmmanifest\/container-manifest-2$/.test(path),
  read: ({ path, bytes }) => {
    const lines = bytes
      .toString()
      .split('\n')
      .filter((line) => line.trim() !== '');
    const packages = lines.flatMap((line) => manifestEntry(line) ?? []);
    const left = lines.length - packages.length;
    return {
      cataloguer: 'rpm-manifest',
      path,
      packages,
      ...(left > 0 && { fault: `${left} of ${lines.length} lines have not the columns of such a table` }),
    };
  },
};

const LEAD_BYTES = 96;
const LEAD_MAGIC = 0xedabeedb;
const HEADER_MAGIC = 0x8eade801;
const HEADER_PREFIX_BYTES = 8;

/** A package file that lies about: it is there to be installed, not installed. */
export const rpmFile: Reader = {
  cataloguer: 'rpm-file',
  says: 'declared',
  extensions: ['.rpm'],
  read: ({ path, bytes }) => {
    if (bytes.length < LEAD_BYTES || bytes.readUInt32BE(0) !== LEAD_MAGIC) return null;
    const signatureEnd = LEAD_BYTES + HEADER_PREFIX_BYTES + headerBytes(bytes, LEAD_BYTES + HEADER_PREFIX_BYTES);
    const start = Math.ceil(signatureEnd / 8) * 8;
    const isHeader = start + HEADER_PREFIX_BYTES <= bytes.length && bytes.readUInt32BE(start) === HEADER_MAGIC;
    const header = isHeader ? readHeader(bytes.subarray(start + HEADER_PREFIX_BYTES)) : null;
    const found = header && packageOf(header);
    if (!found) return { cataloguer: 'rpm-file', path, packages: [], fault: 'its header is damaged' };
    const { owns: _, ...rest } = found;
    return { cataloguer: 'rpm-file', path, packages: [rest] };
  },
};

function blobsOf(bytes: Buffer): Iterable<Buffer> | null {
  if (isSqlite(bytes)) return sqliteBlobs(bytes);
  if (isNdb(bytes)) return ndbBlobs(bytes);
  return isBerkeley(bytes) ? berkeleyBlobs(bytes) : null;
}

/** Keys of signers are kept in the database as if they were packages. */
function databaseReading({ path, bytes }: CatalogFile, blobs: Iterable<Buffer>): Reading {
  const packages: Found[] = [];
  let damaged = 0;
  let spent = 0;
  for (const blob of blobs) {
    spent += blob.length;
    if (spent > bytes.length) return { cataloguer: 'rpm', path, packages, fault: 'its entries overlap' };
    if (blob.length < LEAST_BYTES) continue;
    const header = readHeader(blob);
    const found = header && packageOf(header);
    if (!found) damaged += 1;
    else if (found.name !== 'gpg-pubkey') packages.push(found);
  }
  return { cataloguer: 'rpm', path, packages, ...(damaged > 0 && { fault: `${damaged} entries are damaged` }) };
}

/** Name, version-release, times, vendor, epoch, size, architecture, epoch again, source; `(none)` where nothing is said. */
function manifestEntry(line: string): Found | null {
  const cells = line.split('\t').map((cell) => (cell === '(none)' ? '' : cell.trim()));
  const [name = '', evr = '', , , vendor = '', epoch = '', size = '', architecture = '', , sourceRpm = ''] = cells;
  const cut = evr.lastIndexOf('-');
  if (cells.length < 8 || name === '' || cut <= 0) return null;
  return {
    ...named(
      { name, version: evr.slice(0, cut), release: evr.slice(cut + 1), epoch: Number(epoch) || 0 },
      sourceRpm || null,
    ),
    ...(architecture && { architecture }),
    ...(vendor && { maintainer: vendor }),
    ...(/^\d{1,15}$/.test(size) && { installedBytes: Number(size) }),
  };
}
