import { readersOf } from '../../../src/catalog/registry.ts';
import { alpmDesc } from '../../../src/catalog/system/alpm.ts';
import { apkInstalled } from '../../../src/catalog/system/apk.ts';
import { licenceGroupsOf } from '../../../src/catalog/system/portage.ts';
import { rpmDatabase, rpmManifest } from '../../../src/catalog/system/rpm/index.ts';
import type { Found } from '../../../src/catalog/types.ts';
import { type Case, differs } from '../vectors.ts';
import { fromTrivy, relative, syftColumns, syftFiles, trivyColumns } from './system-columns.ts';
import * as kit from './system-kit.ts';

export const judgeApk: kit.Judge = (it) => {
  const { packages } = kit.read(apkInstalled, '/lib/apk/db/installed', kit.first(it));
  if (it.expect.wantPkgs) {
    const ours = packages.map((found): Case => ({ ...trivyColumns(found), needs: kit.edgesOf(found, packages, true) }));
    const theirs: readonly Case[] = it.expect.wantPkgs;
    const files = kit.asSet(ours.flatMap((found) => found.files));
    return (
      kit.comparePackages(
        ours,
        theirs.map((wanted) => ({ ...fromTrivy(wanted), digest: wanted.digest })),
      ) ?? (it.expect.wantFiles ? differs(files, relative(it.expect.wantFiles)) : null)
    );
  }
  const theirs: readonly Case[] = [it.expect.expected].flat();
  return kit.comparePackages(packages.map(apkColumns), theirs.map(fromSyftApk));
};

/** Syft does not say what is a folder. */
const apkColumns = (found: Found): Case => {
  const columns = syftColumns(found);
  return { ...columns, files: kit.asSet([...columns.files, ...columns.folders.map((it: string) => `${it} `)]) };
};

const fromSyftApk = ({ name, version, licenses, metadata }: Case): Case => ({
  name,
  version,
  architecture: metadata.architecture,
  source: `${metadata.originPackage || name}@${version}`,
  maintainer: metadata.maintainer,
  licences: kit.asSet(licenses),
  needs: kit.bareNames(metadata.dependencies),
  provides: kit.bareNames(metadata.provides),
  files: syftFiles(metadata.files),
});

/** Paths that a tool chooses out of a folder: ours look at all of them, and perhaps at more. */
const judgeGlobs: kit.Judge = ({ expect }) => {
  const overlooked = (expect.expected as string[]).filter((path) => readersOf(`/${path}`).length === 0); // a list of paths
  return overlooked.length > 0 ? `nobody looks at ${overlooked.join(', ')}` : null;
};

export const judgeAlpm: kit.Judge = (it) => {
  if (Array.isArray(it.expect.expected)) return judgeGlobs(it);
  const { licenses, alpmDBEntry: entry } = it.expect.expected;
  const { packages } = kit.read(alpmDesc, `/${it.input}`, kit.first(it));
  const wanted: Case = {
    name: entry.package,
    version: entry.version,
    architecture: entry.architecture,
    source: `${entry.basePackage}@${entry.version}`,
    maintainer: entry.packager,
    licences: kit.asSet(licenses.split('\n')),
    needs: kit.bareNames(entry.depends),
    provides: kit.bareNames(entry.provides),
  };
  return kit.comparePackages(packages.map(syftColumns), [wanted]);
};

export const judgePortage: kit.Judge = (it) => {
  if (it.id.includes('TestParseLicenseGroups'))
    return differs(Object.fromEntries(licenceGroupsOf(kit.textOf(it))), it.expect.expected);
  const readings = Object.entries(it.files).flatMap(([path, file]) =>
    readersOf(`/${path}`).map((reader) => kit.read(reader, `/${path}`, file)),
  );
  const said = readings.flatMap((reading) => reading.said?.licences ?? []);
  const ours = readings.flatMap(({ packages }) => packages).map((found) => ({ ...syftColumns(found), licences: said }));
  const theirs: readonly Case[] = it.expect.expectedPackages;
  return kit.comparePackages(
    ours,
    theirs.map(({ name, version, purl, metadata }) => ({
      name,
      version,
      purl,
      files: syftFiles(metadata.files),
      licences: metadata.licenses.split(' '),
    })),
  );
};

export const judgeRpm: kit.Judge = (it) => {
  const { expect } = it;
  if (it.id.includes('Globs')) return judgeGlobs(it);
  const isManifest = it.input.endsWith('container-manifest-2');
  const { packages } = kit.read(isManifest ? rpmManifest : rpmDatabase, `/${it.input}`, kit.first(it));
  if (expect.packages) return kit.comparePackages(packages.map(rpmColumns), expect.packages.map(fromRpmdb));
  if (expect.expected) return kit.comparePackages(packages.map(rpmColumns), expect.expected.map(fromSyftRpm));
  const found = packages.filter(({ name }) => name === expect.package);
  const files: readonly Case[] = expect.wantInstalledFiles ?? [];
  return (
    kit.comparePackages(found.map(rpmColumns), [fromRpmdb(expect.want)]) ??
    differs(
      kit.asSet(
        found[0]?.owns?.map(({ path, digest, sizeBytes = 0 }) => `${path} ${digest?.split(':')[1] ?? ''} ${sizeBytes}`),
      ),
      kit.asSet(files.map(({ path, digest = '', size }) => `${path} ${digest} ${size}`)),
    )
  );
};

const rpmColumns = (found: Found): Case => ({
  ...syftColumns(found),
  sourceRpm: found.qualifiers?.upstream,
  size: found.installedBytes,
});

const fromRpmdb = (it: Case): Case => ({
  name: it.name,
  version: kit.fullVersion(it.epoch, it.version, it.release),
  architecture: it.arch,
  sourceRpm: it.sourceRpm,
  size: it.size,
  licences: it.license === undefined ? undefined : [it.license],
  maintainer: it.vendor,
  ...(it.provides && { provides: kit.asSet(it.provides) }),
  ...(it.requires && { needs: kit.asSet(it.requires) }),
});

const fromSyftRpm = ({ name, version, purl, licenses, metadata }: Case): Case => ({
  name,
  version,
  purl,
  architecture: metadata.arch,
  sourceRpm: metadata.sourceRpm,
  size: metadata.size,
  maintainer: metadata.vendor,
  ...(licenses && { licences: licenses }),
  ...(metadata.provides && { provides: kit.asSet(metadata.provides) }),
});
