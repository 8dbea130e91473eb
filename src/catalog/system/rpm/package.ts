import type { Found, OwnedFile } from '../../types.ts';
import type { RpmHeader } from './header.ts';

const TAG = {
  name: 1000,
  version: 1001,
  release: 1002,
  epoch: 1003,
  size: 1009,
  vendor: 1011,
  licence: 1014,
  arch: 1022,
  fileSizes: 1028,
  fileModes: 1030,
  fileDigests: 1035,
  fileFlags: 1037,
  sourceRpm: 1044,
  provides: 1047,
  requires: 1049,
  folderIndexes: 1116,
  baseNames: 1117,
  folderNames: 1118,
  longFileSizes: 5008,
  longSize: 5009,
  digestAlgorithm: 5011,
  modularity: 5096,
} as const;

const ALGORITHMS: Readonly<Record<number, string>> = { 1: 'md5', 2: 'sha1', 8: 'sha256', 9: 'sha384', 10: 'sha512' };
const FOLDER_MODE = 0o040000;
const KIND_MODE = 0o170000;

/** The package that a header describes; null where it has no name or no version. */
export function packageOf(header: RpmHeader): Found | null {
  const [name, version, release] = [TAG.name, TAG.version, TAG.release].map((tag) => header.string(tag) ?? '');
  const architecture = header.string(TAG.arch);
  if (!name || !version) return null;
  const [size, label] = [header.numbers(TAG.longSize)[0] ?? header.numbers(TAG.size)[0], header.string(TAG.modularity)];
  return {
    ...named(
      { name, version, release: release ?? '', epoch: header.numbers(TAG.epoch)[0] ?? 0 },
      header.string(TAG.sourceRpm),
      label,
    ),
    ...(architecture && { architecture }),
    ...(header.string(TAG.licence) && { licences: [header.string(TAG.licence) ?? ''] }),
    requires: [...new Set(header.strings(TAG.requires))],
    provides: [...new Set(header.strings(TAG.provides))],
    owns: filesOf(header),
    ...(header.string(TAG.vendor) && { maintainer: header.string(TAG.vendor) ?? '' }),
    ...(size !== undefined && { installedBytes: size }),
  };
}

/** Name and version, and the source package by the name of its file, which package URLs carry as `upstream`. */
export function named(
  { name, version, release, epoch }: { name: string; version: string; release: string; epoch: number },
  sourceRpm: string | null,
  modularity: string | null = null,
): Found {
  const full = release === '' ? version : `${version}-${release}`;
  const source = sourceOf(sourceRpm ?? '', full);
  const qualifiers = {
    ...(sourceRpm && { upstream: sourceRpm }),
    ...(modularity && { rpmmod: modularity }),
  };
  return {
    type: 'rpm',
    name,
    version: epoch > 0 ? `${epoch}:${full}` : full,
    ...(source && { source }),
    ...(Object.keys(qualifiers).length > 0 && { qualifiers }),
  };
}

/** `name-version-release.src.rpm`: the last two hyphens divide it. */
function sourceOf(file: string, version: string): Found['source'] | null {
  const stem = file.replace(/\.(?:no)?src\.rpm$/, '');
  const cut = stem.lastIndexOf('-', stem.lastIndexOf('-') - 1);
  if (stem === file || cut <= 0) return null;
  const its = stem.slice(cut + 1);
  return { name: stem.slice(0, cut), ...(its !== version && { version: its }) };
}

function filesOf(header: RpmHeader): OwnedFile[] {
  const folders = header.strings(TAG.folderNames);
  const indexes = header.numbers(TAG.folderIndexes);
  const digests = header.strings(TAG.fileDigests);
  const [sizes, long] = [header.numbers(TAG.fileSizes), header.numbers(TAG.longFileSizes)];
  const [modes, flags] = [header.numbers(TAG.fileModes), header.numbers(TAG.fileFlags)];
  const algorithm = ALGORITHMS[header.numbers(TAG.digestAlgorithm)[0] ?? 1] ?? 'unknown';
  return header.strings(TAG.baseNames).map((base, index): OwnedFile => {
    const path = `${folders[indexes[index] ?? -1] ?? '/'}${base}`;
    if (((modes[index] ?? 0) & KIND_MODE) === FOLDER_MODE) return { path, isFolder: true };
    const [digest, size] = [digests[index], sizes[index] ?? long[index]];
    return {
      path,
      ...(digest && { digest: `${algorithm}:${digest}` }),
      ...(size !== undefined && { sizeBytes: size }),
      ...(((flags[index] ?? 0) & 1) === 1 && { isConfig: true }),
    };
  });
}
