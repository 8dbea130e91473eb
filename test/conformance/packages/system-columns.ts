import { purlFor } from '../../../src/catalog/package-purl.ts';
import type { Found } from '../../../src/catalog/types.ts';
import type { Case } from '../vectors.ts';
import * as kit from './system-kit.ts';

export const trivyColumns = (found: Found): Case => ({
  name: found.name,
  version: found.version,
  architecture: found.architecture,
  source: kit.sourceOf(found),
  maintainer: found.maintainer,
  licences: kit.spdxNames(found.licences),
  files: relative(found.owns?.filter(({ isFolder }) => !isFolder).map(({ path }) => path)),
  digest: found.integrity,
});

export const relative = (paths: readonly string[] | undefined): string[] =>
  kit.asSet(paths?.map((path) => path.replace(/^\//, '')));

export const fromTrivy = (it: Case): Case => ({
  name: it.name,
  version: kit.fullVersion(it.epoch, it.version, it.release),
  architecture: it.arch,
  source: `${it.srcName}@${kit.fullVersion(it.srcEpoch, it.srcVersion, it.srcRelease)}`,
  maintainer: it.maintainer,
  needs: kit.asSet(it.dependsOn),
  ...(it.licenses && { licences: kit.asSet(it.licenses) }),
  ...(it.installedFiles && { files: relative(it.installedFiles) }),
});

export const syftColumns = (found: Found): Case => ({
  name: found.name,
  version: found.version,
  architecture: found.architecture,
  source: kit.sourceOf(found),
  maintainer: found.maintainer,
  needs: kit.asSet(found.requires),
  provides: kit.asSet(found.provides),
  files: kit.filesOf(found.owns),
  folders: kit.asSet(found.owns?.filter(({ isFolder }) => isFolder).map(({ path }) => path)),
  licences: kit.asSet(found.licences),
  purl: purlFor(found, null),
});

export const syftFiles = (files: readonly Case[] | undefined): string[] =>
  kit.asSet(files?.map(({ path, digest }) => `${path} ${digest ? digestOf(digest) : ''}`));

const digestOf = ({ algorithm, value }: Case): string =>
  algorithm.includes('sha1')
    ? `sha1:${Buffer.from(value.slice(2), 'base64').toString('hex')}`
    : `${algorithm}:${value}`;
